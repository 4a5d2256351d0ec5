package io.github.cdpcli.cli;

import io.github.cdpcli.json.Json;
import io.github.cdpcli.json.JsonReader;
import io.github.cdpcli.json.JsonText;
import io.github.cdpcli.json.JsonWriter;
import io.github.cdpcli.send.ApiKey;
import io.github.cdpcli.send.Region;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Keys and regions by name, in {@code ${XDG_CONFIG_HOME:-~/.config}/cdp/config.json}, readable by its owner only.
 *
 * @param current the profile that counts when none is named
 * @param byName the profiles in the order they were added
 */
record Profiles(Optional<String> current, Map<String, Profile> byName) {

    private static final String OWNER_ONLY = "rw-------";
    private static final String OWNER_ONLY_FOLDER = "rwx------";

    /**
     * One source.
     *
     * @param key the key itself, or
     * @param keyCommand a command that prints it
     * @param apiUrl another address than the region's
     */
    record Profile(
            Optional<ApiKey> key, Optional<String> keyCommand, Optional<Region> region, Optional<String> apiUrl) {}

    static Path file(World world) {
        Path config = Path.of(world.variable("XDG_CONFIG_HOME").orElse(""));
        return (config.isAbsolute() ? config : world.home().resolve(".config"))
                .resolve("cdp")
                .resolve("config.json");
    }

    /** Reads, changes and writes the file while no other command does the same. */
    static Profiles change(World world, UnaryOperator<Profiles> change) {
        Path file = file(world);
        try {
            createFolder(file);
            try (FileChannel lock = FileChannel.open(
                            file.resolveSibling("config.json.lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
                    FileLock held = lock.lock()) {
                if (!held.isValid()) {
                    throw new IOException("not locked");
                }
                Profiles changed = change.apply(read(file));
                changed.save(world);
                return changed;
            }
        } catch (IOException e) {
            throw Failure.usage("cannot write the profiles to " + file, "Check who may write there.");
        }
    }

    /** The profiles on disk; none when there is no file. */
    static Profiles load(World world, Printer printer) {
        Path file = file(world);
        if (Files.exists(file)) {
            warnIfOpen(file, printer);
        }
        return read(file);
    }

    private static Profiles read(Path file) {
        if (!Files.exists(file)) {
            return new Profiles(Optional.empty(), Map.of());
        }
        try {
            JsonText text = JsonReader.read(Files.readAllBytes(file));
            if (text instanceof JsonText.Document document && document.value() instanceof Json.Obj config) {
                return parse(config, file);
            }
            throw unreadable(file, "is not a JSON object");
        } catch (IOException e) {
            throw unreadable(file, "cannot be read");
        }
    }

    private static Failure unreadable(Path file, String why) {
        return Failure.usage(file + " " + why, "Mend the file, or remove it to begin anew.");
    }

    private static void warnIfOpen(Path file, Printer printer) {
        // Not asked of the file's store: in a chroot Java knows of none.
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        try {
            if (view != null
                    && !PosixFilePermissions.fromString(OWNER_ONLY)
                            .containsAll(view.readAttributes().permissions())) {
                printer.warn(file + " can be read by others, and may hold keys: chmod 600 it");
            }
        } catch (IOException e) {
            throw unreadable(file, "cannot be read");
        }
    }

    private static Profiles parse(Json.Obj config, Path file) {
        Map<String, Profile> byName = new LinkedHashMap<>();
        if (config.get("profiles") instanceof Json.Obj profiles) {
            for (Map.Entry<String, Json> member : profiles.members().entrySet()) {
                String name = member.getKey();
                if (!(member.getValue() instanceof Json.Obj profile)) {
                    throw unreadable(file, "holds something else than an object as profile " + Shown.text(name));
                }
                byName.put(name, profile(name, profile, file));
            }
        }
        return new Profiles(Optional.ofNullable(config.text("current")), byName);
    }

    private static Profile profile(String name, Json.Obj profile, Path file) {
        String key = profile.text("apiKey");
        String region = profile.text("region");
        Optional<ApiKey> parsedKey = key == null ? Optional.empty() : ApiKey.of(key);
        Optional<Region> parsedRegion = region == null ? Optional.empty() : Region.of(region);
        if ((key != null && parsedKey.isEmpty()) || (region != null && parsedRegion.isEmpty())) {
            throw unreadable(file, "holds an unusable key or region as profile " + Shown.text(name));
        }
        return new Profile(
                parsedKey,
                Optional.ofNullable(profile.text("apiKeyCommand")),
                parsedRegion,
                Optional.ofNullable(profile.text("apiUrl")));
    }

    Profiles with(String name, Profile profile) {
        Map<String, Profile> more = new LinkedHashMap<>(byName);
        more.put(name, profile);
        return new Profiles(current.isEmpty() ? Optional.of(name) : current, more);
    }

    Profiles without(String name) {
        Map<String, Profile> fewer = new LinkedHashMap<>(byName);
        fewer.remove(name);
        return new Profiles(current.filter(other -> !other.equals(name)), fewer);
    }

    Profiles using(String name) {
        return new Profiles(Optional.of(name), byName);
    }

    /** Writes the whole file anew beside the old one and puts it in its place: a crash leaves one or the other. */
    private void save(World world) {
        Path file = file(world);
        Path fresh = file.resolveSibling("config.json.new");
        try {
            createFolder(file);
            Files.deleteIfExists(fresh);
            if (isPosix(file)) {
                Files.createFile(
                        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)));
            }
            Files.write(fresh, JsonWriter.bytes(asJson()), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw Failure.usage("cannot write the profiles to " + file, "Check who may write there.");
        }
    }

    private static void createFolder(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || Files.isDirectory(folder)) {
            return;
        }
        Path parent = folder.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Files.createDirectory(folder);
        if (isPosix(file)) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(OWNER_ONLY_FOLDER));
        }
    }

    private static boolean isPosix(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private Json.Obj asJson() {
        Map<String, Json> profiles = new LinkedHashMap<>();
        byName.forEach((name, profile) -> {
            Map<String, Json> members = new LinkedHashMap<>();
            profile.key().ifPresent(key -> members.put("apiKey", Json.of(key.reveal())));
            profile.keyCommand().ifPresent(command -> members.put("apiKeyCommand", Json.of(command)));
            profile.region().ifPresent(region -> members.put("region", Json.of(region.wireName())));
            profile.apiUrl().ifPresent(url -> members.put("apiUrl", Json.of(url)));
            profiles.put(name, new Json.Obj(members));
        });
        Map<String, Json> config = new LinkedHashMap<>();
        current.ifPresent(name -> config.put("current", Json.of(name)));
        config.put("profiles", new Json.Obj(profiles));
        return new Json.Obj(config);
    }
}
