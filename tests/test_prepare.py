"""Photos become arrays to train on: which are left out, which go where, and what is made of them."""

import resource
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from diagrams import samples, script
from tests.project import Project

SIZE = 32
MANY = {"ants": 30, "bees": 20, "cows": 12, "deer": 5, "eels": 3, "fleas": 2, "goats": 1}
FEW = {"ants": 10, "bees": 10}
NAMES = ("labels", "originals", "x_train", "y_train", "x_validation", "y_validation", "x_test", "y_test")


@pytest.fixture(scope="module")
def preparation():
    """The script as a module."""
    return script.load(samples.PREPARATION)


@pytest.fixture
def unchanged_copies(preparation, monkeypatch):
    """The preparation with copies that are not varied, so that each can be told from its pixels."""
    monkeypatch.setattr(preparation, "augment", lambda photo, random, size: preparation.fit(photo, size))
    return preparation


@pytest.fixture
def run(preparation, monkeypatch, capsys):
    """The script's command line -> (exit code, printed, printed as an error)."""
    def command(*arguments):
        monkeypatch.setattr(sys, "argv", ["augment_images.py", *map(str, arguments)])
        try:
            preparation.main()
            code = 0
        except SystemExit as end:
            code = end.code
        return code, *capsys.readouterr()
    return command


def picture(number: int, size: tuple[int, int] = (64, 64)) -> Image.Image:
    """A photo that looks like no other: an 8 x 8 pattern of colours, blurred."""
    pixels = np.random.default_rng(number).integers(0, 256, (8, 8, 3), dtype=np.uint8)
    return Image.fromarray(pixels).resize(size, Image.Resampling.BICUBIC)


def make(folder: Path, photos: dict[str, int]) -> Path:
    """A folder of so many photos of each label, all different."""
    number = 0
    for label, n in photos.items():
        (folder / label).mkdir(parents=True)
        for i in range(n):
            picture(number).save(folder / label / f"{i:02d}.png")
            number += 1
    return folder


@pytest.fixture
def few(tmp_path):
    return make(tmp_path / "few", FEW)


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    return make(tmp_path_factory.mktemp("photos") / "many", MANY)


def sources(preparation, folder: Path) -> dict[bytes, Path]:
    """Each photo's pixels, opened and scaled on their own -> its path."""
    paths = [path for path in sorted(folder.rglob("*.*")) if path.is_file()]
    return {np.asarray(preparation.fit(preparation.open_photo(path), SIZE)).tobytes(): path for path in paths}


def parts_of(preparation, folder: Path, seed: int = 0) -> dict[str, list[Path]]:
    """{part: the paths of its photos}, told from the pixels; needs copies that are not varied."""
    known = sources(preparation, folder)
    arrays, _ = preparation.prepare(folder, 1, seed, SIZE)
    return {part: [known[photo.tobytes()] for photo in arrays[f"x_{part}"]] for part in preparation.parts}


def test_every_photo_goes_to_one_part_before_it_is_augmented(unchanged_copies, many):
    parts = parts_of(unchanged_copies, many)
    train, validation, test = (set(parts[part]) for part in ("train", "validation", "test"))
    assert not train & validation
    assert not train & test
    assert not validation & test
    assert train | validation | test == set(many.glob("*/*"))


def test_held_out_photos_are_not_varied_or_repeated(preparation, many):
    known = sources(preparation, many)
    arrays, _ = preparation.prepare(many, 2, 0, SIZE)
    for part in ("validation", "test"):
        found = [photo.tobytes() for photo in arrays[f"x_{part}"]]
        assert set(found) <= set(known)
        assert len(found) == len(set(found))
    assert not {photo.tobytes() for photo in arrays["x_train"]} & set(known)


def test_every_label_has_the_same_share_in_each_part(unchanged_copies, many):
    parts = parts_of(unchanged_copies, many)
    for part in ("validation", "test"):
        found = {label: sum(path.parent.name == label for path in parts[part]) for label in MANY}
        assert found == {"ants": 3, "bees": 2, "cows": 1, "deer": 1, "eels": 1, "fleas": int(part == "test"),
                         "goats": 0}


def test_answers_belong_to_their_photos(unchanged_copies, many):
    known = sources(unchanged_copies, many)
    arrays, _ = unchanged_copies.prepare(many, 2, 0, SIZE)
    for part in unchanged_copies.parts:
        found = [known[photo.tobytes()].parent.name for photo in arrays[f"x_{part}"]]
        assert found == arrays["labels"][arrays[f"y_{part}"]].tolist()


def test_equally_many_training_photos_of_each_label_each_original_as_often(unchanged_copies, many):
    known = sources(unchanged_copies, many)
    arrays, _ = unchanged_copies.prepare(many, 3, 0, SIZE)
    assert np.bincount(arrays["y_train"]).tolist() == [3 * 24] * len(MANY)
    assert arrays["originals"].tolist() == [24, 16, 10, 3, 1, 1, 1]
    uses = {label: {} for label in MANY}
    for photo in arrays["x_train"]:
        path = known[photo.tobytes()]
        uses[path.parent.name][path] = uses[path.parent.name].get(path, 0) + 1
    for label, originals in zip(arrays["labels"], arrays["originals"], strict=True):
        assert len(uses[label]) == originals
        assert max(uses[label].values()) - min(uses[label].values()) <= 1


def test_the_arrays_are_what_the_training_reads(preparation, many):
    arrays, _ = preparation.prepare(many, 1, 0, SIZE)
    assert arrays["labels"].tolist() == sorted(MANY)
    for part in preparation.parts:
        assert arrays[f"x_{part}"].shape == (len(arrays[f"y_{part}"]), SIZE, SIZE, 3)
        assert arrays[f"x_{part}"].dtype == np.uint8


def test_copies_of_one_photo_differ(preparation, few):
    arrays, _ = preparation.prepare(few, 5, 0, SIZE)
    assert len(np.unique(arrays["x_train"], axis=0)) == len(arrays["x_train"])


def test_the_same_seed_gives_the_same_arrays_and_another_another_split(preparation, many):
    one, again, other = (preparation.prepare(many, 2, seed, SIZE)[0] for seed in (5, 5, 6))
    assert set(one) == set(NAMES)
    for name in NAMES:
        np.testing.assert_array_equal(one[name], again[name])
    assert not np.array_equal(one["x_test"], other["x_test"])


@pytest.mark.parametrize("of", [(517, 433), (401, 401), (97, 640)])
def test_large_photos_are_held_out_as_they_are_when_opened_on_their_own(unchanged_copies, tmp_path, of):
    folder = make(tmp_path / "photos", {"ants": 0, "bees": 0})
    for n, sample in enumerate(sorted(samples.FOLDER.glob("*.jpg"))[:8]):
        with Image.open(sample) as photo:
            photo.resize(of).save(folder / ("ants", "bees")[n % 2] / sample.with_suffix(".png").name)
    parts = parts_of(unchanged_copies, folder)
    assert {path for paths in parts.values() for path in paths} == set(folder.glob("*/*"))


# Photos that look alike

def put_family(folder: Path, labels: tuple[str, ...]) -> set[Path]:
    """One photo, scaled and saved anew, under each of these labels; returns the paths."""
    original = picture(999, (160, 120))
    paths = set()
    for n, label in enumerate(labels):
        path = folder / label / f"family{n}.jpg"
        original.resize((160 - 21 * n, 120 - 14 * n)).save(path, quality=90 - 15 * n)
        paths.add(path)
    return paths


@pytest.mark.parametrize("labels", [("ants", "bees"), ("ants", "ants"), ("ants", "ants", "bees", "bees")])
def test_photos_that_look_alike_stay_on_one_side(unchanged_copies, tmp_path, monkeypatch, labels):
    monkeypatch.setattr(unchanged_copies, "held_out", {"validation": 0.3, "test": 0.3})  # room for a whole family
    folder = make(tmp_path / "photos", {"ants": 16, "bees": 16})
    family, sides = put_family(folder, labels), set()
    for seed in range(12):
        parts = parts_of(unchanged_copies, folder, seed)
        holding = [part for part, paths in parts.items() if family & set(paths)]
        assert len(holding) == 1, f"seed {seed}: {holding}"
        assert family <= set(parts[holding[0]])
        sides |= set(holding)
        for part, label in [(part, label) for part in ("validation", "test") for label in ("ants", "bees")]:
            of_label = len(list((folder / label).iterdir()))
            assert sum(path.parent.name == label for path in parts[part]) <= round(0.3 * of_label)
    assert len(sides) > 1, "never held out: this shows nothing"


def test_a_photo_looks_like_itself_smaller_and_lighter_and_like_no_other(preparation):
    photos = [preparation.open_photo(path) for path in sorted(samples.FOLDER.glob("*.jpg"))]
    changed = [photo.resize((90, 84)).point(lambda value: min(255, value + 8)) for photo in photos]
    found = preparation.groups_of_lookalikes(photos + changed)
    assert found == [[n, n + len(photos)] for n in range(len(photos))]


def test_too_few_photos_that_look_different(run, tmp_path):
    folder = make(tmp_path / "photos", {"ants": 2, "bees": 2})
    code, _, error = run(folder, tmp_path / "out.npz")
    assert code == 2
    assert one_line(error) == (f"augment_images: {folder}: too few photos that look different, "
                               "none is left for validation")
    assert not (tmp_path / "out.npz").exists()


# What is left out

def one_line(error: str) -> str:
    """The last line of what was printed as an error, which is what went wrong; there is no traceback."""
    assert "Traceback" not in error
    return error.rstrip("\n").splitlines()[-1]


def table(printed: str) -> dict[str, list[int]]:
    """label -> its row of the summary: training, augmented to, validation, test, left out."""
    rows = [[cell.strip() for cell in line.split("│")[1:-1]] for line in printed.splitlines() if line.startswith("│")]
    return {label: [int(cell) for cell in cells] for label, *cells in rows}


def test_the_summary_counts_what_is_in_the_file(run, many, tmp_path):
    code, printed, _ = run(many, tmp_path / "out.npz", "--copies", 2, "--size", SIZE)
    assert code == 0
    assert f"wrote {tmp_path / 'out.npz'}" in printed
    with np.load(tmp_path / "out.npz", allow_pickle=False) as arrays:
        for i, label in enumerate(arrays["labels"]):
            counts = [(arrays[f"y_{part}"] == i).sum() for part in ("train", "validation", "test")]
            assert table(printed)[label] == [arrays["originals"][i], *counts, 0]
            assert arrays["originals"][i] + sum(counts[1:]) == MANY[label]


def spoil(folder: Path) -> dict[str, str]:
    """Put files that are no usable photos there; {name: why}."""
    whole = folder / "whole.jpg"
    picture(500).save(whole)
    (folder / "cut.jpg").write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    whole.unlink()
    picture(501, (300, 47)).save(folder / "tiny.png")
    (folder / "text.jpg").write_text("not a photo")
    (folder / "empty.png").write_bytes(b"")
    picture(502).save(folder / "damaged.avif")
    data = (folder / "damaged.avif").read_bytes()
    (folder / "damaged.avif").write_bytes(data[: data.index(b"mdat") + 4] + bytes(len(data)))
    (folder / "notes").mkdir()
    return {"cut.jpg": "not a photo that can be read", "tiny.png": "300x47 pixels, needs 48 or more on each side",
            "text.jpg": "not a photo that can be read", "empty.png": "not a photo that can be read",
            "damaged.avif": "not a photo that can be read"}


def test_what_cannot_be_used_is_named_with_the_reason_and_counted(run, few, tmp_path):
    reasons = spoil(few / "ants")
    code, printed, _ = run(few, tmp_path / "out.npz", "--copies", 1, "--size", SIZE)
    assert code == 0
    left_out = [line for line in printed.splitlines() if line.startswith("left out: ")]
    assert len(left_out) == len(reasons)
    for name, reason in reasons.items():
        assert sum(line.startswith(f"left out: {few / 'ants' / name}: {reason}") for line in left_out) == 1
    assert table(printed) == {"ants": [8, 8, 1, 1, 5], "bees": [8, 8, 1, 1, 0]}


def test_the_same_photo_again_is_left_out_and_named_with_the_first(run, few, tmp_path):
    first, again = few / "ants" / "03.png", few / "bees" / "x.bmp"
    with Image.open(first) as photo:
        photo.save(again)
    code, printed, _ = run(few, tmp_path / "out.npz", "--copies", 1, "--size", SIZE)
    assert code == 0
    assert f"left out: {again}: the same photo as {first}\n" in printed
    assert table(printed) == {"ants": [8, 8, 1, 1, 0], "bees": [8, 8, 1, 1, 1]}


def test_hidden_files_and_folders_and_loose_files_are_passed_over(run, few, tmp_path):
    (few / ".thumbnails").mkdir()
    picture(600).save(few / ".thumbnails" / "x.png")
    picture(601).save(few / "ants" / ".hidden.png")
    (few / "ants" / ".DS_Store").write_text("nothing")
    (few / "read_me.txt").write_text("nothing")
    code, printed, _ = run(few, tmp_path / "out.npz", "--copies", 1, "--size", SIZE)
    assert code == 0
    assert table(printed) == {"ants": [8, 8, 1, 1, 0], "bees": [8, 8, 1, 1, 0]}


def test_photos_named_after_their_label_need_no_folders(run, few, tmp_path):
    flat = tmp_path / "flat"
    flat.mkdir()
    for path in few.glob("*/*"):
        path.rename(flat / f"{path.parent.name}_{path.name}")
    (flat / "CREDITS.tsv").write_text("nothing")
    (flat / ".ants_hidden.png").write_text("nothing")
    code, printed, _ = run(flat, tmp_path / "out.npz", "--copies", 1, "--size", SIZE)
    assert code == 0
    assert table(printed) == {"ants": [8, 8, 1, 1, 0], "bees": [8, 8, 1, 1, 0]}


# Photos of every kind

def turned(photo: Image.Image, orientation: int, path: Path) -> None:
    """Save a photo as a camera held otherwise would: its pixels turned, and a note that says how."""
    back = {2: "FLIP_LEFT_RIGHT", 3: "ROTATE_180", 4: "FLIP_TOP_BOTTOM", 5: "TRANSPOSE", 6: "ROTATE_90",
            7: "TRANSVERSE", 8: "ROTATE_270"}
    exif = Image.Exif()
    exif[0x0112] = orientation
    photo = photo.transpose(Image.Transpose[back[orientation]]) if orientation in back else photo
    photo.save(path, exif=exif)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_turned_photos_stand_upright(preparation, tmp_path, orientation):
    turned(picture(1, (80, 60)), orientation, tmp_path / "photo.png")
    np.testing.assert_array_equal(preparation.open_photo(tmp_path / "photo.png"), picture(1, (80, 60)))


def halves(left, right, mode: str) -> Image.Image:
    photo = Image.new(mode, (64, 64), left)
    photo.paste(right, (32, 0, 64, 64))
    return photo


def with_transparent_colour(path: Path) -> None:
    """A palette of which the second colour cannot be seen."""
    photo = halves(0, 1, "P")
    photo.putpalette([255, 0, 0, 0, 0, 255])
    photo.save(path, transparency=1)


KINDS = {  # file name: (how it is made, the colours of its left and right half)
    "grey.jpg": (lambda path: halves(40, 200, "L").save(path), ((40,) * 3, (200,) * 3)),
    "palette.png": (with_transparent_colour, ((255, 0, 0), (255,) * 3)),
    "palette.gif": (with_transparent_colour, ((255, 0, 0), (255,) * 3)),
    "clear.png": (lambda path: halves((255, 0, 0, 255), (0, 0, 255, 0), "RGBA").save(path), ((255, 0, 0), (255,) * 3)),
    "half.png": (lambda path: halves((255, 0, 0, 255), (0, 0, 0, 128), "RGBA").save(path), ((255, 0, 0), (127,) * 3)),
    "ink.jpg": (lambda path: halves((0, 255, 255, 0), (255, 255, 0, 0), "CMYK").save(path), ((255, 0, 0), (0, 0, 255))),
    "deep.png": (lambda path: Image.fromarray(np.repeat([[10280] * 32 + [51400] * 32], 64, 0).astype(np.uint16))
                 .save(path), ((40,) * 3, (200,) * 3)),
    "deep.tif": (lambda path: Image.fromarray(np.repeat([[10280] * 32 + [51400] * 32], 64, 0).astype(np.int32))
                 .save(path), ((40,) * 3, (200,) * 3)),
    "bits.png": (lambda path: halves(0, 1, "1").save(path), ((0,) * 3, (255,) * 3)),
}


@pytest.mark.parametrize("name", KINDS)
def test_photos_of_every_kind_keep_their_colours(preparation, tmp_path, name):
    save, (left, right) = KINDS[name]
    save(tmp_path / name)
    photo = preparation.open_photo(tmp_path / name)
    assert photo.mode == "RGB"
    np.testing.assert_allclose(photo.getpixel((10, 32)), left, atol=2)  # a JPEG is that exact
    np.testing.assert_allclose(photo.getpixel((54, 32)), right, atol=2)


def test_photos_of_every_kind_are_prepared_together(run, few, tmp_path):
    for name, (save, _) in KINDS.items():
        save(few / "ants" / name)
    for orientation in range(1, 9):
        turned(picture(700 + orientation, (80, 60)), orientation, few / "bees" / f"turned{orientation}.jpg")
    code, printed, _ = run(few, tmp_path / "out.npz", "--copies", 1, "--size", SIZE)
    assert code == 0
    same = {"clear.png": "palette", "palette.png": "", "palette.gif": "palette", "deep.png": "", "deep.tif": "deep"}
    assert "not a photo" not in printed
    for line in printed.splitlines():
        if line.startswith("left out"):
            assert "the same photo as" in line, line
            assert any(name in line for name in same), line


def test_a_photo_of_many_pixels_is_read_without_a_warning(preparation, tmp_path):
    Image.new("1", (8000, 5000), 1).save(tmp_path / "phone.png")
    assert preparation.open_photo(tmp_path / "phone.png").size == (8000, 5000)


def test_a_damaged_note_beside_a_photo_does_no_harm(preparation, tmp_path):
    exif = Image.Exif()
    exif[0x010F] = "a camera of some name"
    picture(1).save(tmp_path / "photo.jpg", exif=exif)
    data = (tmp_path / "photo.jpg").read_bytes()
    at = data.index(b"a camera") - 10
    (tmp_path / "photo.jpg").write_bytes(data[:at] + b"\xff\xff\xff\xff" + data[at + 4 :])
    assert preparation.open_photo(tmp_path / "photo.jpg").size == (64, 64)


# What goes wrong

def only_one_label(folder):
    make(folder, {"ants": 3})


def an_empty_label(folder):
    make(folder, FEW)
    (folder / "wasps").mkdir()


def a_label_without_usable_photos(folder):
    make(folder, FEW | {"wasps": 0})
    spoil(folder / "wasps")


def a_label_of_repeated_photos(folder):
    make(folder, FEW | {"wasps": 0})
    picture(3).save(folder / "wasps" / "again.png")


@pytest.mark.parametrize(("spoiled", "message"), [
    (lambda folder: None, "{folder}: no such folder"),
    (lambda folder: folder.write_text("a file"), "{folder}: no such folder"),
    (lambda folder: folder.mkdir(), "{folder}: needs a sub-folder of photos for each of two or more labels"),
    (only_one_label, "{folder}: needs a sub-folder of photos for each of two or more labels"),
    (an_empty_label, "{folder}/wasps: empty; put photos of wasps there, or remove the folder"),
    (a_label_without_usable_photos, "no usable photo of wasps is left"),
    (a_label_of_repeated_photos, "{folder}/wasps/again.png: the same photo as {folder}/ants/03.png; "
                                 "no usable photo of wasps is left"),
])
def test_one_line_says_what_is_wrong_with_the_folder(run, tmp_path, spoiled, message):
    folder = tmp_path / "photos"
    spoiled(folder)
    code, printed, error = run(folder, tmp_path / "out.npz")
    assert code == 2
    assert printed == ""
    assert one_line(error).startswith("augment_images: ")
    assert one_line(error).endswith(message.format(folder=folder))
    assert not (tmp_path / "out.npz").exists()


@pytest.mark.parametrize("option", [("--size", 0), ("--size", 15), ("--copies", 0), ("--seed", -1)])
def test_numbers_that_make_no_sense_are_refused(run, few, tmp_path, option):
    code, _, error = run(few, tmp_path / "out.npz", *option)
    assert code == 2
    assert one_line(error)
    assert not (tmp_path / "out.npz").exists()


@pytest.fixture
def place(tmp_path, few):
    """A project of the script alone, with an older output in it."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "photos.npz").write_bytes(b"older")
    return Project(tmp_path)


def assert_untouched(place):
    assert [path.name for path in (place.folder / "out").iterdir()] == ["photos.npz"]
    assert (place.folder / "out" / "photos.npz").read_bytes() == b"older"


def test_a_full_disk_leaves_what_was_there(place):
    def small_disk():
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
    done = place.run(str(samples.PREPARATION), "few", "out/photos.npz", "--size", "32", preexec_fn=small_disk)
    assert done.returncode == 2
    assert one_line(done.stderr).startswith("augment_images: [Errno")
    assert_untouched(place)


@pytest.mark.parametrize("output", ["file/photos.npz", "folder.npz", "."])
def test_a_place_that_cannot_be_written_to_is_named(run, few, tmp_path, output):
    (tmp_path / "file").write_text("not a folder")
    (tmp_path / "folder.npz").mkdir()
    before = sorted(tmp_path.rglob("*"))
    code, _, error = run(few, tmp_path / output, "--copies", 1, "--size", SIZE)
    assert code == 2
    assert one_line(error).startswith("augment_images: ")
    assert str(tmp_path) in one_line(error)
    assert sorted(tmp_path.rglob("*")) == before


def test_ctrl_c_leaves_what_was_there(place):
    code, printed, _ = place.interrupt(str(samples.PREPARATION), "few", "out/photos.npz", "--copies", "2000",
                                       when="augmenting")
    assert code == 130
    assert "augment_images: stopped; nothing was written" in printed
    assert "Traceback" not in printed
    assert_untouched(place)


def test_ctrl_c_while_writing_leaves_what_was_there(run, place, monkeypatch):
    def stopped(file, **arrays):
        Path(file).write_bytes(b"half")
        raise KeyboardInterrupt
    monkeypatch.setattr(np, "savez", stopped)
    code, _, error = run(place.folder / "few", place.folder / "out" / "photos.npz", "--size", SIZE)
    assert code == 130
    assert one_line(error) == "augment_images: stopped; nothing was written"
    assert_untouched(place)


def test_an_output_without_a_folder_or_an_ending(run, few, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run(few, "new/sub/photos", "--copies", 1, "--size", SIZE)[0] == 0
    with np.load("new/sub/photos", allow_pickle=False) as arrays:
        assert set(arrays.files) == set(NAMES)
    assert [path.name for path in Path("new/sub").iterdir()] == ["photos"]


# One variation

@pytest.mark.parametrize("size", [16, 17, 33, 48, 64, 99, 100])
@pytest.mark.parametrize("of", [(48, 48), (48, 200), (301, 61), (240, 240)])
def test_a_variation_has_the_size_asked_for_whatever_the_photo(preparation, size, of):
    photo, random = picture(1, of), np.random.default_rng(size)
    for _ in range(25):
        copy = preparation.augment(photo, random, size)
        assert copy.size == (size, size)
        assert copy.mode == "RGB"


def test_a_variation_is_decided_by_the_random_numbers_and_leaves_the_photo_alone(preparation):
    photo = picture(1, (120, 90))
    copies = [np.asarray(preparation.augment(photo, np.random.default_rng(seed), 40)) for seed in (1, 1, 2)]
    np.testing.assert_array_equal(copies[0], copies[1])
    assert not np.array_equal(copies[0], copies[2])
    np.testing.assert_array_equal(photo, picture(1, (120, 90)))


def test_variations_show_most_of_their_photo(preparation):
    """On average over many, each colour of a two-coloured photo keeps its share to some percent."""
    photo = halves((200, 40, 40), (40, 40, 200), "RGB")
    random = np.random.default_rng(0)
    copies = np.stack([np.asarray(preparation.augment(photo, random, 32), float) for _ in range(400)])
    redder = (copies[..., 0] > copies[..., 2]).mean(axis=(0, 1, 2))
    assert 0.45 < redder < 0.55
    assert (copies.max(axis=-1) > 60).mean() > 0.9
