"""Photos come in as in training, or with one line that says why not."""

import numpy as np
import pytest
from PIL import Image

from diagrams import samples, script


@pytest.fixture
def gradient():
    """A 120 x 100 photo whose red grows to the right and whose green grows downwards."""
    rows, columns = np.indices((100, 120))
    return Image.fromarray(np.stack([columns * 2, rows * 2, 0 * rows], axis=-1).astype(np.uint8))


def test_the_middle_square_in_the_range_of_training(gradient, tmp_path):
    gradient.save(tmp_path / "photo.png")
    photo = samples.load_photo(tmp_path / "photo.png", 100)
    assert photo.shape == (100, 100, 3)
    assert photo.dtype == np.float32
    np.testing.assert_array_equal(photo[0, :, 0] * 256, np.arange(10, 110) * 2)


def test_a_smaller_size_averages_areas(gradient, tmp_path):
    gradient.save(tmp_path / "photo.png")
    photo = samples.load_photo(tmp_path / "photo.png", 50)
    assert photo[0, 0, 0] * 256 == pytest.approx((20 + 22) / 2, abs=0.6)


def test_the_divisor_is_the_one_of_the_script():
    assert 'astype("float32") / 256' in script.NETWORK.read_text(encoding="utf-8")


def test_exif_rotation_is_followed(gradient, tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6
    gradient.save(tmp_path / "turned.png", exif=exif)
    upright = samples.load_photo(tmp_path / "turned.png", 100)
    assert upright[0, 0, 0] < upright[-1, 0, 0]


@pytest.mark.parametrize("mode", ["L", "LA", "P", "1", "CMYK", "I;16"])
def test_other_kinds_of_photos_become_rgb(gradient, tmp_path, mode):
    name = tmp_path / ("photo.tif" if mode == "CMYK" else "photo.png")
    (gradient.convert("I").convert("I;16") if mode == "I;16" else gradient.convert(mode)).save(name)
    assert samples.load_photo(name, 100).shape == (100, 100, 3)


def test_16_bits_of_grey_keep_their_brightness(tmp_path):
    ramp = (np.arange(100)[None].repeat(100, axis=0) * 655).astype(np.uint16)
    Image.fromarray(ramp).save(tmp_path / "grey.png")
    photo = samples.load_photo(tmp_path / "grey.png", 100)
    np.testing.assert_allclose(photo[50, :, 0] * 256, ramp[50] / 257, atol=1)


def test_transparency_lies_on_white(tmp_path):
    Image.new("RGBA", (64, 64), (255, 0, 0, 0)).save(tmp_path / "clear.png")
    assert samples.load_photo(tmp_path / "clear.png", 50).min() == pytest.approx(255 / 256)


def bad_photos(folder):
    """(path, what the error must say) of photos that cannot be used."""
    Image.new("RGB", (20, 200)).save(folder / "tiny.png")
    (folder / "text.jpg").write_text("not a photo")
    Image.new("RGB", (100, 100), "red").save(folder / "whole.jpg")
    (folder / "cut.jpg").write_bytes((folder / "whole.jpg").read_bytes()[:300])
    Image.new("1", (9000, 9000)).save(folder / "huge.png")
    (folder / "empty.png").write_bytes(b"")
    return {"tiny.png": "20x200 pixels", "text.jpg": "not a photo", "cut.jpg": "not a photo", "huge.png": "megapixels",
            "empty.png": "not a photo", "none.png": "no such file"}


def test_bad_photos_get_one_line_that_names_them(tmp_path):
    for name, reason in bad_photos(tmp_path).items():
        with pytest.raises(ValueError, match=reason) as caught:
            samples.load_photo(tmp_path / name, 100)
        assert name in str(caught.value)
        assert "\n" not in str(caught.value)


def test_every_sample_is_there_with_its_credits():
    credited = samples.credited_samples()
    assert {sample.path.name for sample in credited} == {path.name for path in samples.FOLDER.glob("*.jpg")}
    assert all(sample.licence and sample.author and sample.label for sample in credited)
