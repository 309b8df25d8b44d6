package io.steward.ops.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.ops.bench.report.Curve.Line;
import io.steward.ops.bench.report.Curve.Point;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

final class SvgTest {
    @Test
    void a_picture_has_each_point_and_each_name_and_nothing_outside_of_it() throws Exception {
        Curve curve = new Curve(
                "consumers",
                "consumers <per server>",
                "1/s",
                true,
                List.of(
                        new Line("2.10 & older", List.of(new Point(100, 2_400), new Point(10_000, 400))),
                        new Line("2.15", List.of(new Point(100, 2_600), new Point(10_000, 900)))));
        Document picture = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(Svg.of(curve).getBytes(StandardCharsets.UTF_8)));
        var points = picture.getElementsByTagName("circle");
        assertThat(points.getLength()).isEqualTo(4);
        for (int i = 0; i < 4; i++) {
            assertThat(Double.parseDouble(
                            points.item(i).getAttributes().getNamedItem("cx").getNodeValue()))
                    .isBetween(0.0, 720.0);
            assertThat(Double.parseDouble(
                            points.item(i).getAttributes().getNamedItem("cy").getNodeValue()))
                    .isBetween(0.0, 400.0);
        }
        assertThat(picture.getDocumentElement().getTextContent())
                .contains("2.10 & older", "2.15", "<per server>", "1/s");
    }

    @Test
    void one_point_and_none_are_pictures_too() {
        assertThat(Svg.of(new Curve("one", "x", "y", true, List.of(new Line("a", List.of(new Point(1, 1)))))))
                .contains("<circle");
        assertThat(Svg.of(new Curve("none", "x", "y", false, List.of()))).endsWith("</svg>\n");
    }
}
