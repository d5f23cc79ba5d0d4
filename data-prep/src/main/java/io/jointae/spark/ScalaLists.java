package io.jointae.spark;

import java.util.ArrayList;
import java.util.List;
import scala.collection.Iterator;
import scala.collection.Iterator$;
import scala.collection.Seq;
import scala.collection.immutable.$colon$colon;
import scala.collection.immutable.Nil$;

/**
 * Converts lists and iterators between Java and Scala by classes that Scala 2.12 and 2.13 share. (The converters of Scala's library
 * have another name in each version.) Spark's methods take the immutable lists in both versions.
 */
public final class ScalaLists {

    private ScalaLists() {}

    /** Returns the elements of a Scala sequence in their order. */
    public static <T> List<T> toJava(Seq<? extends T> elements) {
        List<T> list = new ArrayList<>(elements.size());
        Iterator<? extends T> each = elements.iterator();
        while (each.hasNext()) {
            list.add(each.next());
        }
        return list;
    }

    /** Returns a Scala iterator as one of Java. */
    public static <T> java.util.Iterator<T> toJava(Iterator<T> elements) {
        return new java.util.Iterator<>() {
            @Override
            public boolean hasNext() {
                return elements.hasNext();
            }

            @Override
            public T next() {
                return elements.next();
            }
        };
    }

    /** Returns the elements of a Java list as an immutable Scala list. */
    @SuppressWarnings("unchecked")
    public static <T> scala.collection.immutable.List<T> toScala(List<? extends T> elements) {
        scala.collection.immutable.List<T> list = (scala.collection.immutable.List<T>) (Object) Nil$.MODULE$;
        for (int i = elements.size() - 1; i >= 0; i--) {
            list = new $colon$colon<>(elements.get(i), list);
        }
        return list;
    }

    /** Returns an iterator over one element. */
    public static <T> Iterator<T> single(T element) {
        return Iterator$.MODULE$.single(element);
    }
}
