package io.jointae.objectstore;

import io.jointae.base.FieldName;
import io.jointae.base.InvalidInputException;
import io.jointae.base.Lease;
import io.jointae.base.LeaseRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;

/**
 * A process that takes and releases leases. Each line of standard input names a folder, whose lease it takes, or is empty,
 * which releases the lease. The answer on standard output is {@value #HELD}, {@value #RELEASED}, or the sentence of the
 * refusal.
 */
public final class LeaseRacer {

    static final String HELD = "held";
    static final String RELEASED = "released";

    private LeaseRacer() {}

    public static void main(String[] none) throws IOException {
        Configuration conf = new Configuration();
        StoreUnderTest.settings(Integer.getInteger("jointae.s3.port")).forEach(conf::set);
        LeaseRequest request =
                new LeaseRequest("training run", "choose another model directory", FieldName.of("model"));
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        Lease held = null;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String answer;
            if (line.isEmpty()) {
                held.confirm();
                held.close();
                answer = RELEASED;
            } else {
                try {
                    held = Lease.take(conf, line, request);
                    answer = HELD;
                } catch (InvalidInputException refused) {
                    answer = refused.getMessage();
                }
            }
            System.out.println(answer);
            System.out.flush();
        }
        System.exit(0);
    }
}
