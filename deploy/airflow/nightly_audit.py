"""Explains every night what the model saw in the day's images.

Needs apache-airflow-providers-apache-spark, a connection `spark_default` to the cluster, and the
jar and explain.conf where the workers see them. Each run writes to a path of its own, so a run
that is repeated after a failure is cleared first by `mode = overwrite`.

The task fails when the command does, and its log tells the exit code: 2 the input or config, 3 a bug,
4 too many images failed, 5 storage, network or cluster failed. The retry below is meant for 5; after
another code it fails again.
"""

from datetime import datetime, timedelta

from airflow import DAG
from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator

HOME = "/opt/spark-lrp"

with DAG(
    dag_id="spark_lrp_nightly_audit",
    schedule="0 2 * * *",
    start_date=datetime(2026, 11, 1),
    catchup=False,
    default_args={"retries": 1, "retry_delay": timedelta(minutes=10)},
):
    SparkSubmitOperator(
        task_id="explain",
        name="spark-lrp {{ ds }}",
        application=f"{HOME}/job/target/spark-lrp.jar",
        java_class="org.sparklrp.job.Main",
        application_args=[
            "explain",
            "--config",
            f"{HOME}/conf/explain.conf",
            "--set",
            "input.path=s3a://photos/dt={{ ds }}/*/*.jpg",
            "--set",
            "output.path=s3a://audit/dt={{ ds }}",
            "--set",
            "output.mode=overwrite",
        ],
        num_executors=8,
        executor_cores=2,
        executor_memory="2g",
        driver_memory="2g",
        # The same as conf/spark-defaults.conf, where each is explained.
        conf={
            "spark.speculation": "false",
            "spark.executorEnv.OMP_NUM_THREADS": "1",
            "spark.executor.memoryOverhead": "4g",
            "spark.executor.extraJavaOptions": (
                "-Dorg.bytedeco.javacpp.maxbytes=3g"
                " -Dorg.bytedeco.javacpp.maxphysicalbytes=6g"
            ),
            "spark.driver.extraJavaOptions": (
                "-Dorg.bytedeco.javacpp.maxbytes=2g"
                " -Dorg.bytedeco.javacpp.maxphysicalbytes=4g"
            ),
        },
    )
