package io.jointae.encode;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.base.FieldName;
import io.jointae.base.InvalidInputException;
import io.jointae.data.InputErrors;
import java.io.Serializable;
import java.util.function.Supplier;

/**
 * Applies an {@link InvalidRowPolicy} to the rows of one job, and words the error message.
 *
 * @param policy what happens to an invalid row
 * @param field the name of the field that sets the policy, such as {@code handleInvalid}; the message names it
 * @param location where a row comes from whose table does not have its file and its position
 * @param errors collects the error of a task, which then ends quietly; null to throw the error inside the task
 */
@DefaultSerializer(JavaSerializer.class)
public record InvalidRowHandling(InvalidRowPolicy policy, String field, RowLocation location, InputErrors errors)
        implements Serializable {

    /** Returns whether invalid rows stay in the result, without features. */
    boolean keepsRows() {
        return policy == InvalidRowPolicy.KEEP;
    }

    /**
     * Checks that the policy allows an invalid row.
     *
     * @param row says where the row comes from, as the subject of a message; asked only if the row is refused
     * @param problem what {@link RowCheck#copy} returned
     * @throws InvalidInputException if the policy is {@link InvalidRowPolicy#ERROR}
     */
    void accept(Supplier<String> row, String problem) {
        if (policy == InvalidRowPolicy.ERROR) {
            throw InvalidInputException.of(
                    "%s %s: correct the row, or set %s to skip.", row.get(), problem, FieldName.of(field));
        }
    }
}
