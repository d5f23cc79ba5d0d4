package io.jointae.evaluate.svm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LinearClassifierTest {

    @Test
    void twoClassesHaveOneProblemWhoseSquaredHingeIsThatOfTheDefinition() {
        // s = 2 x1 - x2 + 0.5; class 7 is the positive one.
        LinearClassifier classifier = new LinearClassifier(new int[] {3, 7}, new float[] {2, -1, 0.5f});
        float[] scores = classifier.scores(new float[] {1, 0, 0, 1, 0, 0.25f}, 3);
        assertThat(scores).containsExactly(new float[] {2.5f, -0.5f, 0.25f}, within(1e-6f));
        assertThat(classifier.predict(scores)).containsExactly(7, 3, 7);
        // The margins are 2.5, 0.5 and -0.25: the losses are 0, 0.5^2 and 1.25^2.
        assertThat(classifier.squaredHinge(scores, new int[] {7, 3, 3})).isCloseTo(0.25 + 1.5625, within(1e-6));
    }

    @Test
    void severalClassesSumTheLossesOfOneProblemPerClass() {
        // Column after column, the bias last: s0 = x, s1 = -x, s2 = 0.5.
        LinearClassifier classifier = new LinearClassifier(new int[] {0, 1, 2}, new float[] {1, 0, -1, 0, 0, 0.5f});
        float[] scores = classifier.scores(new float[] {2}, 1);
        assertThat(scores).containsExactly(new float[] {2, -2, 0.5f}, within(1e-6f));
        assertThat(classifier.predict(scores)).containsExactly(0);
        assertThat(classifier.squaredHinge(scores, new int[] {0})).isCloseTo(2.25, within(1e-6));
        // A class that the classifier does not know is positive in no problem.
        assertThat(classifier.squaredHinge(scores, new int[] {9})).isCloseTo(9 + 2.25, within(1e-6));
    }
}
