package hindsight.run;

/** Port: shows a person that long work goes on. Steps follow each other; the start of one is the end of the one before. */
public interface Progress {
    /** Shows nothing. */
    Progress SILENT = new Progress() {
        @Override
        public void step(String what) {}

        @Override
        public void done(long units, long of) {}
    };

    /** A step begins, such as "compute route_day". */
    void step(String what);

    /** How much of the present step is done; {@code of} is 0 where that is not known. */
    void done(long units, long of);
}
