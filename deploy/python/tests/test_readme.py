"""The lines of the README train and save a pipeline in a new process."""

import pathlib
import re
import subprocess
import sys

from pyspark.ml import PipelineModel

README = pathlib.Path(__file__).resolve().parents[3] / "README.md"


def test_ten_lines_of_the_readme_train_and_save_a_pipeline(spark, tmp_path):
    blocks = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    [program] = [block for block in blocks if "import jointae" in block]
    assert len([line for line in program.splitlines() if line.strip()]) <= 10
    subprocess.run([sys.executable, "-c", program], cwd=tmp_path, check=True)
    pipeline = PipelineModel.load(str(tmp_path / "models" / "pipeline"))
    rows = spark.read.parquet(str(tmp_path / "data" / "rectangles" / "split=valid"))
    wrong = pipeline.transform(rows).filter("label != prediction").count()
    assert wrong < 0.4 * rows.count(), "The pipeline predicts no better than chance."
