"""Explains every night what the model saw in the day's images.

Needs spark-lrp as the Dockerfile lays it out, or a clone that was built, and SPARK_HOME, where the
workers are. Each night writes to a path of its own.

The exit code decides what becomes of the task: 2 the input or config, 3 a bug,
4 too many images failed, or the run drifted: it fails for good. 5 storage, network or cluster failed:
it is tried again and goes on where it ended.
"""

import os
import subprocess
from datetime import datetime, timedelta

from airflow.decorators import dag, task
from airflow.exceptions import AirflowException, AirflowFailException

HOME = "/opt/spark-lrp"

# How many executors, and how large: deploy/guide/sizing.md. Memory is conf/spark-defaults.conf's.
SUBMIT_OPTIONS = "--conf spark.executor.instances=8 --conf spark.executor.cores=2"


@dag(
    dag_id="spark_lrp_nightly_audit",
    schedule="0 2 * * *",
    start_date=datetime(2026, 11, 1),
    catchup=False,
)
def nightly_audit():
    @task(retries=3, retry_delay=timedelta(minutes=10))
    def audit(ds=None):
        command = [
            f"{HOME}/deploy/spark-lrp",
            "audit",
            "--config",
            f"{HOME}/conf/explain.conf",
            "--set",
            f"input.path=s3a://photos/dt={ds}/*/*.jpg",
            "--set",
            f"output.path=s3a://audit/dt={ds}",
            "--set",
            "output.mode=resume",
        ]
        settings = {"SPARK_LRP_MASTER": "yarn", "SPARK_LRP_SUBMIT_OPTIONS": SUBMIT_OPTIONS}
        code = subprocess.run(command, env=os.environ | settings, check=False).returncode
        if code in (1, 2, 3, 4):
            raise AirflowFailException(f"spark-lrp ended with {code}; its log says why")
        if code != 0:
            raise AirflowException(f"spark-lrp ended with {code}; it goes on where it ended")

    audit()


nightly_audit()
