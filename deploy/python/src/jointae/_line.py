"""The line of Spark that this copy of the package is for. `deploy/python/build` writes the values into the wheel."""

DISTRIBUTION = "jointae-spark3"
"""The name by which pip knows the wheel."""

VERSION = "0"
"""The version of jointae; 0 in a copy that was not built."""

SPARK = "3.5"
"""The versions of Spark that the jar runs on, without the last number."""

JAVA = (17, 23)
"""The oldest and the newest version of Java that this line of Spark runs on."""

RECOMMENDED_JAVA = "17"
"""The versions of Java that messages recommend."""

OTHER_DISTRIBUTIONS = {"4": "jointae-spark4"}
"""The names of the wheels for other versions of Spark, by the first number of the version."""
