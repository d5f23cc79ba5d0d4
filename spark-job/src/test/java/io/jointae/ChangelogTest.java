package io.jointae;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks that CHANGELOG.md has the form of keepachangelog.com, so that a release only has to name a version and a date. */
class ChangelogTest {

    private static final List<String> KINDS = List.of("Added", "Changed", "Deprecated", "Removed", "Fixed", "Security");
    private static final Pattern RELEASE = Pattern.compile("## \\[(\\d+\\.\\d+\\.\\d+)] - (\\d{4}-\\d{2}-\\d{2})");
    private static final Pattern VERSION =
            Pattern.compile("<revision>(.+)</revision>\\s*<changelist>(.*)</changelist>");

    /** A released version. */
    private record Release(List<Integer> version, LocalDate date) {

        static Release of(MatchResult heading) {
            List<Integer> version = Stream.of(heading.group(1).split("\\."))
                    .map(Integer::valueOf)
                    .toList();
            return new Release(version, LocalDate.parse(heading.group(2)));
        }
    }

    private static String changelog() throws IOException {
        return Files.readString(Path.of("../CHANGELOG.md"));
    }

    private static List<String> headings(String text, String level) {
        return text.lines().filter(line -> line.startsWith(level + " ")).toList();
    }

    private static List<String> errors(String text) {
        List<String> errors = new ArrayList<>();
        List<String> versions = headings(text, "##");
        if (versions.isEmpty() || !versions.get(0).equals("## [Unreleased]")) {
            errors.add("the first version is not [Unreleased]");
        }
        List<Release> releases = new ArrayList<>();
        for (String heading : versions.subList(Math.min(1, versions.size()), versions.size())) {
            Matcher release = RELEASE.matcher(heading);
            if (release.matches()) {
                releases.add(Release.of(release));
            } else {
                errors.add("not a version with a date: " + heading);
            }
        }
        Comparator<Release> order = Comparator.<Release>comparingInt(
                        each -> each.version().get(0))
                .thenComparing(each -> each.version().get(1))
                .thenComparing(each -> each.version().get(2));
        if (!releases.stream().sorted(order.reversed()).toList().equals(releases)
                || releases.stream().distinct().count() < releases.size()) {
            errors.add("the versions are not in order, the newest first");
        }
        for (int i = 1; i < releases.size(); i++) {
            if (releases.get(i).date().isAfter(releases.get(i - 1).date())) {
                errors.add("an older version has a later date");
            }
        }
        for (String version : text.split("(?m)^## ")) {
            List<String> kinds = headings(version, "###").stream()
                    .map(line -> line.substring(4))
                    .toList();
            if (!KINDS.stream().filter(kinds::contains).toList().equals(kinds)) {
                errors.add("unknown, repeated or misplaced kinds of changes: " + kinds);
            }
        }
        return errors;
    }

    @Test
    void theChangelogHasTheFormOfKeepAChangelog() throws IOException {
        assertThat(errors(changelog())).isEmpty();
    }

    @Test
    void theVersionOfTheBuildIsTheNewestReleaseOrALaterSnapshot() throws IOException {
        Matcher version = VERSION.matcher(Files.readString(Path.of("../pom.xml")));
        assertThat(version.find()).isTrue();
        Matcher newest = RELEASE.matcher(headings(changelog(), "##").get(1));
        assertThat(newest.matches()).isTrue();

        assertThat(newest.group(1).equals(version.group(1)))
                .as("%s%s is built, and the newest release is %s", version.group(1), version.group(2), newest.group(1))
                .isEqualTo(version.group(2).isEmpty());
    }

    @Test
    void everyEntryIsASentence() throws IOException {
        List<String> entries = Stream.of(changelog().split("(?m)^(?=- )|\\n\\n"))
                .filter(entry -> entry.startsWith("- "))
                .map(entry -> entry.strip().replaceAll("\\s*\\n\\s*", " "))
                .toList();

        assertThat(entries).hasSizeGreaterThan(50);
        assertThat(entries.stream().filter(entry -> !entry.endsWith(".")).collect(Collectors.toList()))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[Unreleased]|[1.0.0] - 2026-02-30x|not a version with a date",
                "[0.3.0] - 2026-12-01|[0.1.0] - 2026-11-26|the first version is not [Unreleased]",
                "[Unreleased]|[0.1.0] - 2026-11-26\\n## [0.2.0] - 2026-12-01|the versions are not in order",
                "[Unreleased]|[0.2.0] - 2026-11-26\\n## [0.1.0] - 2026-12-01|an older version has a later date",
                "[Unreleased]|[0.1.0] - 2026-11-26\\n### Renamed|unknown, repeated or misplaced",
                "[Unreleased]|[0.1.0] - 2026-11-26\\n### Fixed\\n### Added|unknown, repeated or misplaced",
            })
    void aWrongFormIsFound(String first, String rest, String error) {
        String text = "# Changelog\n\n## " + first + "\n\n## " + rest.replace("\\n", "\n") + "\n";

        assertThat(errors(text)).anyMatch(each -> each.startsWith(error));
    }
}
