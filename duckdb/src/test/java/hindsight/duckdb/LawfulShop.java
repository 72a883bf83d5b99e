package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.history.LogicVersion;
import hindsight.history.Memory;
import hindsight.history.ModelMemory;
import hindsight.history.TableMemory;
import hindsight.merge.ConflictPolicy;
import hindsight.run.Apply;
import hindsight.run.ApplyRequest;
import hindsight.run.Branches;
import hindsight.run.Confirmation;
import hindsight.run.GivenFile;
import hindsight.run.Insistence;
import hindsight.run.Load;
import hindsight.run.LoadRequest;
import hindsight.run.PlanOptions;
import hindsight.run.ReversalResult;
import hindsight.run.Undo;
import hindsight.run.Verify;
import hindsight.run.Workspace;
import hindsight.run.WorkspaceOptions;
import hindsight.time.Position;
import hindsight.time.Timeline;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** A shop with sources of all shapes and models over them, in which two changes after the other are made and undone. */
final class LawfulShop implements AutoCloseable {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2025-03-01T08:00:00Z"), ZoneOffset.UTC);
    private static final Set<String> EDITED = Set.of("daily", "flat", "kept");
    private static final Map<String, Integer> COUNTS = new TreeMap<>();

    private final Path folder;
    private final Random random;
    private final List<String> told = new ArrayList<>();
    private Declared declared = new Declared(Timeline.always(1), 1, "key: [id]\n");
    private String kept = declared.kept;
    private Map<Integer, Map<String, String>> orders = Map.of();
    private Workspace workspace;
    private int number = 100;

    LawfulShop(Path folder, Random random) {
        this.folder = folder;
        this.random = random;
        write("hindsight.yml", """
                name: shop
                engine: {memory: 1GB, threads: 1}
                sources:
                  orders: {key: [id], load: changes, columns: {d: DATE, amt: "DECIMAL(12,2)", note: VARCHAR}}
                  prices: {key: [item], effective: [valid_from, valid_to], load: upsert}
                  events: {load: append}
                """);
        write("models/priced.sql", """
                SELECT o.id, o.amt * p.price AS worth FROM orders o
                JOIN prices p ON o.note = p.item AND o.d >= p.valid_from AND (p.valid_to IS NULL OR o.d < p.valid_to)
                """);
        write(declared);
        this.workspace = open("main");
        load("orders", "op,id,d,amt,note\nI,1,2025-01-05,10,a\nI,2,2025-01-20,20,b\nI,3,2025-02-10,30,c\n");
        orders = Map.of(
                1, Map.of("d", "2025-01-05", "amt", "10", "note", "a"),
                2, Map.of("d", "2025-01-20", "amt", "20", "note", "b"),
                3, Map.of("d", "2025-02-10", "amt", "30", "note", "c"));
        load("prices", "item,valid_from,valid_to,price\na,2025-01-01,,1\nb,2025-01-01,,2\n");
        load("events", "note\na\nb\n");
        apply();
    }

    /** How many changes of each kind there were in this process. */
    static String counts() {
        return COUNTS.toString();
    }

    /** What files declare. */
    private record Declared(Timeline<Integer> daily, int flat, String kept) {
        Declared with(ShopChange change) {
            if (change instanceof ShopChange.Daily edit) {
                return new Declared(daily.with(edit.range(), edit.rate()), flat, kept);
            }
            if (change instanceof ShopChange.Settings edit) {
                return new Declared(daily, flat, edit.header());
            }
            return change instanceof ShopChange.Flat edit ? new Declared(daily, edit.rate(), kept) : this;
        }
    }

    void history() {
        told.clear();
        try {
            obey();
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("after " + String.join("\n  ", told), e);
        }
    }

    private void obey() {
        ShopChange x = change();
        ShopChange y = change();
        while (!x.isApartFrom(y) || makeOneRow(x, y)) {
            y = change();
        }
        State before = state();
        int law = random.nextInt(3);
        Optional<State> alone = law == 0 ? Optional.of(alone(y)) : Optional.empty();
        long first = make(x);
        State onlyX = state();
        long second = make(y);
        if (alone.isPresent()) {
            undo(first, "what the second does alone", alone.get());
            undo(second, "both undone", before);
        } else if (law == 1) {
            undo(second, "undone at head", onlyX);
            undo(first, "both undone in the other order", before);
        } else {
            State both = state();
            long undo = undo(second, "undone at head", onlyX);
            undo(undo, "an undo undone", both);
            return;
        }
        orders = before.orders;
        kept = before.kept;
    }

    /** One that changes what files say, and what is in force. */
    private ShopChange change() {
        ShopChange change = ShopChange.random(random, orders, number++);
        while (change instanceof ShopChange.Settings edit
                && List.of(declared.kept, kept).contains(edit.header())) {
            change = ShopChange.random(random, orders, number++);
        }
        return change;
    }

    private boolean makeOneRow(ShopChange x, ShopChange y) {
        return x instanceof ShopChange.Orders one
                && y instanceof ShopChange.Orders other
                && one.makesOneOf(other, orders);
    }

    /** Makes a change on a branch that begins here. */
    private State alone(ShopChange change) {
        Declared files = declared;
        Map<Integer, Map<String, String>> rows = orders;
        String inForce = kept;
        String branch = "b" + number;
        new Branches(workspace).make(branch, new Position.Head());
        Workspace main = workspace;
        workspace = open(branch);
        try {
            make(change);
            return state();
        } finally {
            workspace.close();
            workspace = main;
            orders = rows;
            kept = inForce;
            write(files);
            reopen();
            new Branches(workspace).delete(branch);
        }
    }

    /** Makes a change, and all that follows from it, and gives the commit of the change itself. */
    private long make(ShopChange change) {
        told.add(workspace.branch() + ": " + change);
        COUNTS.merge(change.getClass().getSimpleName(), 1, Integer::sum);
        if (change instanceof ShopChange.Orders rows) {
            long seq = load("orders", rows.csv(orders));
            orders = rows.after(orders);
            apply();
            return seq;
        }
        if (change instanceof ShopChange.Prices price) {
            long seq = load(
                    "prices",
                    "item,valid_from,valid_to,price\n" + price.item() + "," + Days.day(price.from()) + ","
                            + Days.day(price.to()) + "," + price.price() + "\n");
            apply();
            return seq;
        }
        if (change instanceof ShopChange.Events events) {
            long seq = load("events", "note\n" + (events.note() + "\n").repeat(events.times()));
            apply();
            return seq;
        }
        write(declared.with(change));
        kept = change instanceof ShopChange.Settings edit ? edit.header() : kept;
        reopen();
        return apply().orElseThrow();
    }

    private long load(String source, String csv) {
        GivenFile file = new GivenFile.Streamed(
                new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)), source + number++ + ".csv");
        return new Load(workspace)
                .load(new LoadRequest(
                        Optional.of(source), List.of(file), Set.of(Insistence.AGAIN, Insistence.AS_NEW), ""))
                .seq()
                .orElseThrow();
    }

    private OptionalLong apply() {
        PlanOptions options = new PlanOptions(Optional.empty(), Optional.empty(), EDITED, Set.of());
        return new Apply(workspace)
                .apply(new ApplyRequest(options, false, "", Confirmation.GIVEN))
                .seq();
    }

    private long undo(long seq, String what, State expected) {
        told.add("undo " + seq);
        ReversalResult result = new Undo(workspace)
                .run(new Undo.Request(new Position.Version(seq), ConflictPolicy.FAIL, false, "", Confirmation.GIVEN))
                .reversal();
        assertThat(result.conflicts()).as(what).isEmpty();
        assertThat(state().told).as(what).isEqualTo(expected.told);
        return result.seq().orElseThrow();
    }

    void verify() {
        assertThat(new Verify(workspace)
                        .run(new Verify.Request(Optional.empty(), Optional.empty(), false))
                        .tables())
                .allMatch(Verify.Table::isEqual);
    }

    /** All that a warehouse says of its head, the rows of orders, and the settings that are in force. */
    private record State(List<String> told, Map<Integer, Map<String, String>> orders, String kept) {}

    private State state() {
        return workspace.reading(store -> {
            Memory memory = store.memory(store.resolve(new Position.Head()));
            List<String> lines = new ArrayList<>();
            for (TableMemory table : memory.live()) {
                lines.add(table.definition() + " " + table.rows() + " " + table.digest() + inForce(table));
            }
            store.loadedFiles("events").stream()
                    .map(file -> file.path() + " " + file.hash())
                    .sorted()
                    .forEach(lines::add);
            return new State(lines, orders, kept);
        });
    }

    private static String inForce(TableMemory table) {
        return table.model()
                .map(ModelMemory::inForce)
                .map(timeline -> timeline.map(LogicVersion::sql).toString())
                .orElse("");
    }

    private void write(Declared files) {
        declared = files;
        write(
                "models/daily.sql",
                "/*---\nkey: [d]\neffective: d\n---*/\n"
                        + Days.text(files.daily.map(
                                rate -> "SELECT d, sum(amt) * " + rate + " AS tax FROM orders GROUP BY d\n")));
        write(
                "models/flat.sql",
                "SELECT o.note, count(*) AS n, sum(o.amt) * " + files.flat
                        + " AS amt FROM orders o JOIN events e ON o.note = e.note GROUP BY o.note\n");
        write("models/kept.sql", "/*---\n" + files.kept + "---*/\nSELECT id, d, note FROM orders\n");
    }

    private void write(String path, String text) {
        try {
            Path file = folder.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Workspace open(String branch) {
        return Workspace.open(new WorkspaceOptions(
                folder,
                Optional.empty(),
                branch,
                Duration.ofSeconds(5),
                Optional.of("tester"),
                List.of("test"),
                Map.of(),
                CLOCK));
    }

    /** Files are read once by a workspace. */
    private void reopen() {
        String branch = workspace.branch();
        workspace.close();
        workspace = open(branch);
    }

    @Override
    public void close() {
        workspace.close();
    }
}
