package io.steward.ops.bench.fold;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.ops.bench.report.Curve.Point;
import org.junit.jupiter.api.Test;

final class CourseTest {
    private static final long SECOND = 1_000_000_000;

    @Test
    void the_rate_is_from_the_first_sample_to_the_last_and_each_tenth_has_its_own() {
        Course course = new Course();
        course.sample(5 * SECOND, 0);
        course.sample(15 * SECOND, 500);
        course.sample(16 * SECOND, 500);
        course.sample(20 * SECOND, 1_000);
        assertThat(course.rate()).isEqualTo(1_000 / 15.0);
        assertThat(course.tenths()).hasSize(10);
        assertThat(course.tenths().get(0)).isEqualTo(new Point(100, 50));
        assertThat(course.tenths().get(9)).isEqualTo(new Point(1_000, 100));
    }

    @Test
    void one_sample_is_no_course() {
        Course course = new Course();
        course.sample(0, 7);
        course.sample(SECOND, 7);
        assertThat(course.measurable()).isFalse();
    }
}
