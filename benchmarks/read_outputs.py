#!/usr/bin/env python3
"""read_outputs.py TIMES GROWTH FOLDER: both programs write outputs that others can read."""
import json
import pathlib
import subprocess
import sys
import xml.etree.ElementTree

times, growth, folder = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
folder.mkdir(parents=True, exist_ok=True)


def rows_of(file):
    content = json.loads(file.read_text())
    assert content["machine"].keys() == {"cores", "model", "compiler"}, content["machine"]
    assert content["machine"]["cores"] > 0
    return content["rows"]


written = folder / "times.json"
name = "sharded: gauge handle, set(v)"
subprocess.run([times, "--json", written, name], check=True, stdout=subprocess.DEVNULL)
(row,) = rows_of(written)
assert row["name"] == name and row["group"] == "time" and row["threads"] == 1, row
assert row["goal"] == "-" and row["is_met"] is None, row
assert row["isometric_ns"] > 0 and row["reference_ns"] > 0, row
assert row["quartiles"][0] <= row["figure"] <= row["quartiles"][1], row

written = folder / "growth.json"
picture = folder / "growth.svg"
table = subprocess.run(
    [growth, "--smoke", "--json", written, "--svg", picture],
    check=True, stdout=subprocess.PIPE, text=True).stdout
rows = rows_of(written)
lines = table.splitlines()
assert len(lines) == len(rows) > 0, (len(lines), len(rows))
assert all(len(line.split("\t")) == 6 for line in lines), table
assert {row["library"] for row in rows} == {"prometheus-cpp", "RegistrySink", "ShardedSink"}
for row in rows:
    expected = [1, 2] if row["over"] == "threads" else [1, 10]
    assert [point["at"] for point in row["points"]] == expected, row

root = xml.etree.ElementTree.parse(picture).getroot()
svg = "{http://www.w3.org/2000/svg}"
assert root.tag == svg + "svg", root.tag
assert root.find(svg + "rect").get("fill") == "#fff"  # a background of its own
charts = root.findall(svg + "g")
assert len(charts) == len({(row["name"], row["over"]) for row in rows}), len(charts)
assert picture.stat().st_size < 40_000
