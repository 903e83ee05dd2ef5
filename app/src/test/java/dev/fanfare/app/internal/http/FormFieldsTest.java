package dev.fanfare.app.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** Fields of forms, however they were sent. */
class FormFieldsTest {
    @Test
    void fields_areDecoded_andMayRepeat() {
        var fields = FormFields.parse("&a=1&b&%61=x+y%2B%26&&c=d=e&a=&=nameless");

        assertThat(fields.first("a")).contains("1");
        assertThat(fields.all("a")).containsExactly("1", "x y+&", "");
        assertThat(fields.first("b")).contains("");
        assertThat(fields.first("c")).contains("d=e");
        assertThat(fields.first("")).contains("nameless");
        assertThat(fields.all("d")).isEmpty();
        assertThat(FormFields.parse("").all("")).isEmpty();
    }

    @Test
    void malformedEncoding_staysAsItWasSent() {
        assertThat(FormFields.parse("a=%zz+1&%=2").first("a")).contains("%zz+1");
        assertThat(FormFields.parse("a=%zz+1&%=2").first("%")).contains("2");
    }

    @Test
    void formOfVeryManyFields_costsLittleMoreThanItsBytes() {
        var form = "a&".repeat(1 << 19);
        FormFields.parse(form).first("a");

        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        assertThat(FormFields.parse(form).first("a")).contains("");
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(allocated).isLessThan(form.length());
    }
}
