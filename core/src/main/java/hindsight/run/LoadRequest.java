package hindsight.run;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a user asks of a load.
 *
 * @param source empty: every source that declares files
 * @param files empty: those that the source declares
 * @param date from when on the files are the state of a source with periods; without a zone, as effective time is
 * @param insistences what the user insists on
 * @param message for the commit; empty: one that names the files
 */
public record LoadRequest(
        Optional<String> source,
        List<GivenFile> files,
        Optional<LocalDateTime> date,
        Set<Insistence> insistences,
        String message) {
    /** Declared files of all sources. */
    public static final LoadRequest DECLARED = new LoadRequest(Optional.empty(), List.of(), Set.of(), "");

    public LoadRequest {
        files = List.copyOf(files);
        insistences = Set.copyOf(insistences);
    }

    /** A load that states no date. */
    public LoadRequest(Optional<String> source, List<GivenFile> files, Set<Insistence> insistences, String message) {
        this(source, files, Optional.empty(), insistences, message);
    }

    boolean insistsOn(Insistence insistence) {
        return insistences.contains(insistence);
    }
}
