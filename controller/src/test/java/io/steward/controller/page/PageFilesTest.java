package io.steward.controller.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.controller.page.PageFiles.PageFile;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PageFilesTest {
    private static final Pattern IMPORT = Pattern.compile("(?:from |import\\()\"([^\"]+)\"");
    private static final Pattern LINK = Pattern.compile("(?:src|href)=\"(/[^\"]*)\"");

    private final Map<String, PageFile> files =
            PageFiles.load().files().stream().collect(Collectors.toMap(PageFile::path, Function.identity()));

    PageFilesTest() throws IOException {}

    @Test
    void every_file_of_the_page_is_found_and_nothing_else() {
        assertThat(files).hasSizeGreaterThan(15).containsKeys("/", "/page/main.js", "/page/page.css", "/page/icon.svg");
        assertThat(files.keySet()).allMatch(path -> path.equals("/") || path.matches("/page/[a-z-]+\\.(js|css|svg)"));
    }

    @Test
    void what_modules_import_and_the_front_links_is_there() {
        assertThat(all(LINK, files.get("/").text())).isNotEmpty().allMatch(files::containsKey);
        for (PageFile file : modules()) {
            assertThat(all(IMPORT, file.text()))
                    .as(file.path())
                    .allMatch(name -> name.startsWith("./") && files.containsKey("/page/" + name.substring(2)));
        }
    }

    @Test
    void nothing_needs_what_the_policy_forbids() {
        assertThat(files.get("/").text())
                .doesNotContain("style=")
                .doesNotContain("<style")
                .doesNotContainPattern("<script(?![^>]* src=)")
                .doesNotContainPattern("\\son[a-z]+=");
        for (PageFile file : modules()) {
            // The name of a namespace is no address: nothing is fetched there.
            assertThat(file.text().replace("\"http://www.w3.org/2000/svg\"", ""))
                    .as(file.path())
                    .doesNotContain("innerHTML")
                    .doesNotContain("eval(")
                    .doesNotContain("http://")
                    .doesNotContain("https://");
        }
    }

    @Test
    void modules_are_small() {
        for (PageFile file : modules()) {
            assertThat(file.text().lines().count()).as(file.path()).isLessThan(250);
        }
    }

    @Test
    void a_tag_tells_one_text_from_another_and_is_known_again() {
        assertThat(new TreeSet<>(files.values().stream().map(PageFile::tag).toList()))
                .hasSameSizeAs(files.keySet());
        PageFile main = files.get("/page/main.js");
        assertThat(main.known("\"other\", W/" + main.tag())).isTrue();
        assertThat(main.known(main.tag())).isTrue();
        assertThat(main.known("\"other\"")).isFalse();
        assertThat(main.known("")).isFalse();
    }

    private List<PageFile> modules() {
        return files.values().stream()
                .filter(file -> file.path().endsWith(".js"))
                .toList();
    }

    private static List<String> all(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(found -> found.group(1)).toList();
    }
}
