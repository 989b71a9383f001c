"""Every number of the post on convolutions of maps, computed again, and its figures for other networks."""

import re
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle

import diagrams.network
from diagrams.draw import Canvas, Scale
from diagrams.draw.fields import Field, full_field, told_of_centre, told_of_view
from diagrams.draw.filters import cell_for, one_filter
from diagrams.draw.palette import INK, NEGATIVE, POSITIVE
from diagrams.draw.patches import Views, chosen_patches
from diagrams.facts import count, decimal
from diagrams.inputs import Every, Layer, Maps, Photo, Probe, Samples, Until, Weighted
from diagrams.language import Say
from diagrams.posts import conv2d_again as post
from tests.by_hand import by_hand
from tests.drawings import assert_apart, assert_inside, boxes_of, words_of

THREE = re.compile(r"−?\d+\.\d{3}")


@pytest.fixture(scope="module")
def layers(resolve):
    return resolve(Until("Conv2D", 2, maps=True))


@pytest.fixture(scope="module")
def conv(layers):
    return layers[-1]


@pytest.fixture(scope="module")
def maps(resolve):
    return resolve(Maps())


@pytest.fixture(scope="module")
def moving(resolve):
    return resolve(Probe("moving_pixels"))


@pytest.fixture(scope="module")
def facts(arguments):
    return post.facts(**arguments(post.facts))


def products_by_hand(conv) -> np.ndarray:
    """The products of the followed cell, one at a time: (height, width, inputs)."""
    starts = []
    for at, size, many, width, stride in zip(conv.cell, conv.input.shape, conv.output.shape, conv.kernel.shape,
                                             conv.settings["strides"], strict=False):
        missing = max((many - 1) * stride + width - size, 0) if conv.settings["padding"] == "same" else 0
        starts.append(at * stride - missing // 2)
    products = np.zeros(conv.kernel.shape[:3])
    for i, j, m in np.ndindex(products.shape):
        y, x = starts[0] + i, starts[1] + j
        if 0 <= y < conv.input.shape[0] and 0 <= x < conv.input.shape[1]:
            products[i, j, m] = float(conv.input[y, x, m]) * float(conv.kernel[i, j, m, conv.channel])
    return products


# One number


def test_the_sums_of_all_maps_and_the_bias_are_what_keras_gave(say, layers, conv):
    sums, table = products_by_hand(conv).sum(axis=(0, 1)), post.waterfall(say, layers).table
    bias, result = float(conv.bias[conv.channel]), float(conv.output[(*conv.cell, conv.channel)])
    assert sums.sum() + bias == pytest.approx(result, abs=1e-5)
    assert [row[1] for row in table[1:]] == [decimal(number, 3) for number in [*sums, bias, result]]
    assert [row[0] for row in table[1:-2]] == [f"{n + 1}" for n in range(len(sums))]


def test_the_waterfall_names_the_strongest_maps_and_what_the_others_add(say, layers, conv):
    sums = products_by_hand(conv).sum(axis=(0, 1))
    order = sorted(range(len(sums)), key=lambda n: -abs(sums[n]))
    shown = words_of(post.waterfall(say, layers))
    names = [say(ja="{n}枚目", en="map {n}", n=f"{n + 1}") for n in order[: post.NAMED]]
    assert [text for text in shown if text in names] == names
    numbers = [text for text in shown if THREE.fullmatch(text)]
    rest = sums[order[post.NAMED :]].sum()
    assert numbers == [decimal(number, 3) for number in [*sums[order[: post.NAMED]], rest, conv.bias[conv.channel],
                                                         conv.output[(*conv.cell, conv.channel)]]]


def test_each_bar_begins_where_the_one_before_it_ends(layers, conv):
    """Orange bars go right, blue ones left, all at one scale; the last one leads from zero to the result."""
    sums = products_by_hand(conv).sum(axis=(0, 1))
    amounts = [*sorted(sums, key=lambda number: -abs(number)), float(conv.bias[conv.channel])]
    bars = [patch for patch in post.waterfall(Say("en"), layers).figure.findobj(Rectangle)
            if to_hex(patch.get_facecolor()) in (POSITIVE, NEGATIVE, INK) and patch.get_height() > 0.9]
    *steps, total = [bar for bar in bars if bar.get_x() > 90]
    steps = [bar for bar in steps if to_hex(bar.get_facecolor()) != INK]
    amounts = [amount for amount in amounts if amount]
    unit = total.get_width() / abs(float(conv.output[(*conv.cell, conv.channel)]))
    zero = total.get_x() + (total.get_width() if sum(amounts) < 0 else 0)
    assert len(steps) == len(amounts)
    for bar, amount, end in zip(steps, amounts, np.cumsum(amounts), strict=True):
        assert to_hex(bar.get_facecolor()) == (POSITIVE if amount > 0 else NEGATIVE)
        left, right = sorted((zero + unit * (end - amount), zero + unit * end))
        assert bar.get_x() == pytest.approx(left, abs=0.05)
        assert bar.get_width() == pytest.approx(max(right - left, 0.8), abs=0.05)


def test_the_maps_in_numbers_show_every_number(texts, layers, conv):
    products, kernel = products_by_hand(conv), conv.kernel[..., conv.channel]
    known = layers[-2].channel
    strongest = max(range(products.shape[2]), key=lambda n: abs(products[..., n].sum()))
    assert strongest != known
    (top, left), (high, wide) = conv.cell, kernel.shape[:2]
    held = conv.input[top : top + high, left : left + wide]  # the second convolution pads nothing
    assert conv.settings["padding"] == "valid"
    expected = sorted(decimal(number, 3) for n in (strongest, known) for number in [
        *held[..., n].ravel(), *kernel[..., n].ravel(), *products[..., n].ravel(), products[..., n].sum()])
    assert sorted(text for text in texts(post.kernel_each) if THREE.fullmatch(text)) == expected
    table = [cell for row in post.kernel_each(Say("en"), layers).table for cell in row if THREE.fullmatch(cell)]
    assert sorted(table) == expected


def test_the_number_of_the_relu_post_comes_in(facts, layers, resolve):
    relu = resolve(Layer("ReLU"))
    handed_on = float(relu.output[(*relu.cell, relu.channel)])
    assert facts["entering"].value == handed_on
    assert facts["known_map"].value == relu.channel + 1
    assert "first ReLU" in facts["origin"].text.en
    row, column = np.subtract(relu.cell, layers[-1].cell)  # nothing is padded
    weight = float(layers[-1].kernel[row, column, relu.channel, layers[-1].channel])
    assert facts["weight"].value == weight
    assert facts["product"].value == pytest.approx(handed_on * weight)


def test_the_maps_are_counted_by_their_sign(facts, conv):
    products = products_by_hand(conv)
    sums = products.sum(axis=(0, 1))
    silent = [n for n in range(len(sums)) if not products[..., n].any()]
    assert facts["plus"].value == len([number for number in sums if number > 0])
    assert facts["minus"].value == len([number for number in sums if number < 0])
    assert facts["empty"].value == len(silent)
    assert facts["plus"].value + facts["minus"].value + facts["empty"].value == facts["maps"].value
    assert facts["strongest"].value == np.abs(sums).argmax() + 1
    assert facts["strongest_sum"].value == pytest.approx(sums[np.abs(sums).argmax()], rel=1e-5)


def test_the_numpy_lines_print_the_sum_of_a_map_and_the_result(printed, facts):
    out = printed(facts["numpy"].value).replace("-", "−").split()
    assert out == [facts[name].text.en for name in ("strongest_sum", "result")]
    assert "-0.0000," not in facts["numpy"].value


@pytest.mark.parametrize(("kind", "result", "said"), [
    ("ReLU", 0.2, "hands it on as it is"), ("ReLU", -0.2, "hands on a zero"), ("ReLU", 0.0, "hands on a zero"),
    ("MaxPooling2D", 0.2, "up to the layers behind")])
def test_the_next_layer_is_told_of(kind, result, said):
    assert said in post.told_of_next(SimpleNamespace(kind=kind), result).text.en
    assert "up to the layers behind" in post.told_of_next(None, result).text.en


def test_the_entering_number_is_known_only_where_it_is_the_relu_posts(layers):
    relu = layers[-2]
    entering = float(relu.output[(*relu.cell, relu.channel)])
    assert "first ReLU" in post.told_of_origin(layers, entering).text.en
    pooled = replace(relu, kind="MaxPooling2D")
    for others, number in ((layers, entering + 1), ((pooled, layers[-1]), entering)):
        assert "what has become of" in post.told_of_origin(others, number).text.en


def without_bias(conv):
    return replace(conv, bias=None, output=conv.output - conv.bias)


def test_a_convolution_without_bias_adds_none(say, layers, conv, printed):
    bare = without_bias(conv)
    drawing = post.waterfall(say, (*layers[:-1], bare))
    said = [*words_of(drawing), drawing.description, *(cell for row in drawing.table for cell in row)]
    assert not any(re.search("バイアス|bias", text) for text in said)
    assert "bias" not in post.numpy_lines(bare, 3)
    result = decimal(bare.output[(*bare.cell, bare.channel)], 3)
    assert printed(post.numpy_lines(bare, 3)).replace("-", "−").split()[1] == result
    assert "no bias" in post.told_of_bias(None, 3).text.en


def few_maps(layers, many):
    """The same way with only so many of the maps that are read."""
    before = replace(layers[-2], channel=0, output=layers[-2].output[..., :many])
    kernel, read = layers[-1].kernel[:, :, :many], layers[-1].input[..., :many]
    conv = replace(layers[-1], input=read, kernel=kernel)
    result = products_by_hand(conv).sum() + float(conv.bias[conv.channel])
    output = conv.output.copy()
    output[(*conv.cell, conv.channel)] = result
    return before, replace(conv, output=output)


@pytest.mark.parametrize("many", [1, 2, post.NAMED + 1, post.NAMED + 2])
def test_few_maps_are_all_named(say, layers, many, printed):
    some = few_maps(layers, many)
    drawing = post.waterfall(say, some)
    assert any(re.match("ほか|.*others", text) for text in words_of(drawing)) == (many > post.NAMED + 1)
    for each in (drawing, post.kernel_each(say, some)):
        boxes = boxes_of(each)
        assert_inside(each, boxes)
        assert_apart(boxes)
    assert printed(post.numpy_lines(some[-1], 3)).replace("-", "−").split()[1] == drawing.table[-1][1]


@pytest.mark.parametrize(("kernels", "said"), [(1, "single kernel"), (2, "A few"), (3, "A few"),
                                               (4, "throw weights away")])
def test_kernels_that_a_colour_could_be_mixed_from_are_told_of(kernels, said):
    assert said in post.told_of_colours(kernels).value


def test_the_only_map_is_shown_once(layers):
    drawing = post.kernel_each(Say("en"), few_maps(layers, 1))
    assert drawing.title.startswith("The 9 products of map 1 add up to")
    assert len([text for text in words_of(drawing) if text.startswith("map 1:")]) == 1


# Filters


def test_products_are_counted_weight_by_weight(facts, resolve, texts):
    convs = resolve(Every("Conv2D"))
    products = [len(conv.kernel[..., conv.channel].ravel()) for conv in convs]
    assert facts["products_each"].text.en == ", ".join(f"{n}" for n in products)
    assert (facts["first_products"].value, facts["products"].value) == (products[0], products[1])
    shown = texts(post.filters)
    for conv, n in zip(convs, products, strict=True):
        assert "×".join(map(str, conv.kernel.shape[:3])) + f" = {n}" in shown
    assert facts["kernels"].value == convs[1].input.shape[-1] * convs[1].output.shape[-1]


@pytest.mark.parametrize(("height", "width", "inputs"), [(3, 3, 3), (3, 3, 64), (5, 3, 512), (24, 24, 7), (1, 1, 1)])
def test_every_kernel_of_a_filter_has_its_square(height, width, inputs):
    canvas, kernel = Canvas(Say("en"), "t"), np.random.default_rng(0).normal(size=(height, width, inputs))
    cell, scale = cell_for(canvas, [kernel]), Scale.of(kernel)
    boxes = one_filter(canvas, 0, kernel, scale, cell)
    assert len({(box.x, box.y) for box in boxes}) == inputs
    assert all(box.x >= 8 and box.x + box.width <= canvas.width - 8 for box in boxes)
    last = canvas.page.get_images()[-1]
    image, top = last.get_array(), last.get_extent()[3]
    box, unit = boxes[-1], width * cell / boxes[-1].width  # pixels of the image for one of the canvas
    row, column = round((box.y - top) * unit), round((box.x - 8) * unit)
    colors = image[row : row + height * cell : cell, column : column + width * cell : cell]
    np.testing.assert_array_equal(colors, np.rint(scale.rgb(kernel[..., -1]) * 255))


# What a number sees


def test_the_fields_grow_as_windows_and_strides_say(facts, maps, texts):
    """From the photo forwards: each step widens the field by its window, by as many pixels as cells lie apart."""
    sizes, size, apart = [], 1, 1
    for layer in maps:
        width = (layer.settings.get("kernel_size") or layer.settings.get("pool_size") or [0])[0]
        if width:
            size, apart = size + (width - 1) * apart, apart * layer.settings["strides"][0]
            sizes.append(f"{size}×{size}")
    assert facts["fields"].text.en == ", ".join(sizes)
    assert facts["field"].text.en == sizes[-1]
    assert facts["field_share"].value == pytest.approx((size / 100) ** 2)
    assert set(sizes) <= set(texts(post.growing))


def number_by_hand(maps, photo: np.ndarray) -> float:
    """The followed number of the last layer for a photo, all layers in NumPy and in float64."""
    for layer in maps:
        photo = by_hand(replace(layer, input=photo))
    return float(photo[(*maps[-1].cell, maps[-1].channel)])


def test_the_gradient_is_what_a_changed_pixel_does(maps, moving, resolve):
    """The pixel that moves the number most, one in the frame that does not, one outside."""
    strength, photo, step = moving["followed"][-1], resolve(Photo()).pixels.astype(np.float64), 1e-5
    last = post.fields_of(Say("en"), maps)[-1]
    inside = np.zeros(strength.shape, bool)
    last.inside(inside)[:] = True
    strongest = np.unravel_index(strength.argmax(), strength.shape)
    silent = np.argwhere(inside & (strength == 0))
    before, slopes = number_by_hand(maps, photo), []
    for color in range(3):
        changed = photo.copy()
        changed[(*strongest, color)] += step
        slopes.append(abs(number_by_hand(maps, changed) - before) / step)
    assert max(slopes) == pytest.approx(strength[strongest], rel=1e-3)
    for pixel in (*silent[:1], np.argwhere(~inside)[0], (last.spans[0][1], last.spans[1][0])):
        changed = photo.copy()
        changed[tuple(pixel)] += step
        assert number_by_hand(maps, changed) == before


def test_the_first_gradient_is_the_kernel(maps, moving):
    conv, field = maps[0], post.fields_of(Say("en"), maps)[0]
    np.testing.assert_allclose(field.inside(moving["followed"][0]), np.abs(conv.kernel[..., conv.channel]).max(axis=2),
                               rtol=1e-6)


def test_nothing_outside_the_frames_moves_a_number(say, maps, moving, facts):
    fields = post.fields_of(Say("en"), maps)
    assert len(fields) == len(moving["followed"]) == len(moving["mixed"])
    for field, followed, mixed in zip(fields, moving["followed"], moving["mixed"], strict=True):
        (top, bottom), (left, right) = field.spans
        assert followed.astype(bool).sum() == (followed[top:bottom, left:right] > 0).sum()
        assert mixed.astype(bool).sum() == (mixed[top:bottom, left:right] > 0).sum()
        assert not ((followed > 0) & (mixed == 0)).any()
    assert facts["outside"].value == 0
    assert facts["moved"].value == np.count_nonzero(moving["followed"][-1])
    assert facts["mixed"].value == np.count_nonzero(moving["mixed"][-1])
    numbers = [int(number) for number in re.findall(r"\d+", post.reached(say, maps, moving).title)]
    assert sorted(numbers) == sorted(facts[name].value for name in ("moved", "field_pixels", "outside"))


def test_the_pixels_of_every_layer_are_counted(say, arguments, moving):
    drawing = post.reached(say, **arguments(post.reached))
    counts = [[np.count_nonzero(each) for each in moving[name]] for name in ("followed", "mixed")]
    assert [[int(row[column]) for row in drawing.table[1:]] for column in (2, 3)] == counts
    shown = words_of(drawing)
    for (_, size, *_), one, mixed in zip(drawing.table[1:], *counts, strict=True):
        assert say(ja="{size}のうち{one}", en="{one} of {size}", size=size, one=f"{one}") in shown
        assert say(ja="全フィルタ：{n}", en="all filters: {n}", n=f"{mixed}") in shown


def test_the_middle_of_a_field_is_a_quarter_of_it_or_nearly(facts):
    even, odd = np.ones((8, 8)), np.ones((5, 5))
    even[2:6, 2:6] = 5
    assert "25% of its pixels, holds 62% of the gradient" in told_of_centre(even).text.en
    assert "36% of its pixels, holds 36% of the gradient" in told_of_centre(odd).text.en
    assert "a gradient of zero" in told_of_centre(odd * 0).text.en
    assert "%" in facts["centre_told"].text.en


@pytest.mark.parametrize(("spans", "full", "said"), [
    (((0, 24), (0, 24)), (30, 30), "that is the whole photo"),
    (((3, 9), (0, 6)), (6, 6), "stays as it is."),
    (((3, 9), (0, 4)), (6, 6), "cuts this frame off; for a cell far from it, it would be 6×6 pixels")])
def test_what_a_field_leaves_out_is_told(spans, full, said):
    assert told_of_view(Field("", spans), full, (24, 24)).text.en.endswith(f"{said}.".replace("..", "."))


def test_the_field_far_from_the_border(maps):
    layers = [SimpleNamespace(settings={"kernel_size": [3, 5], "strides": [2, 1]}, output=np.zeros((4, 4, 1))),
              SimpleNamespace(settings={}, output=np.zeros((4, 4, 1))),
              SimpleNamespace(settings={"pool_size": [2, 2], "strides": [2, 2]}, output=np.zeros((2, 2, 1)))]
    assert full_field(layers) == (5, 6)
    assert full_field(maps) == post.fields_of(Say("en"), maps)[-1].sizes


# Patches


@pytest.fixture(scope="module")
def patches(maps, resolve):
    return chosen_patches(post.up_to_last(maps), resolve(Samples()), resolve(Probe("sample_maps"))["values"])


def test_the_values_of_the_samples_are_those_of_the_last_convolution(maps, resolve):
    values, conv = resolve(Probe("sample_maps"))["values"], post.up_to_last(maps)[-1]
    followed = [np.array_equal(photo.pixels, resolve(Photo()).pixels) for photo in resolve(Samples())]
    np.testing.assert_allclose(values[followed.index(True)], conv.output[..., conv.channel], atol=1e-5)
    assert conv.nth == len(resolve(Every("Conv2D")))


def test_a_patch_alone_decides_its_value(patches, maps, resolve):
    """Noise all around a patch leaves its value as it is."""
    network, conv = diagrams.network.load(), post.up_to_last(maps)[-1]
    values, photos = resolve(Probe("sample_maps"))["values"], resolve(Samples())
    for patch in (patches[0][0], patches[1][0]):
        [(_, row, column)] = [place for place in np.argwhere(values == np.float32(patch.value))
                              if place[0] == patch.photo]
        pixels, (high, wide) = photos[patch.photo].pixels, patch.pixels.shape[:2]
        noisy = np.random.default_rng(0).random(pixels.shape, np.float32)
        [(top, left)] = [(y, x) for y, x in np.ndindex(pixels.shape[0] - high + 1, pixels.shape[1] - wide + 1)
                         if np.array_equal(pixels[y : y + high, x : x + wide], patch.pixels)]
        noisy[top : top + high, left : left + wide] = patch.pixels
        flow = noisy[None]
        for layer in network.model.layers[: len(post.up_to_last(maps))]:
            flow = layer(flow)
        assert np.asarray(flow)[0, row, column, conv.channel] == pytest.approx(patch.value, abs=1e-4)


def test_the_strongest_patches_do_not_overlap_and_none_left_out_is_stronger(patches, maps, resolve):
    """Whoever is stronger than the weakest shown, and not shown, shares pixels with one that is at least as strong."""
    values, layers = resolve(Probe("sample_maps"))["values"], post.up_to_last(maps)
    views, strong = Views(layers, values.shape[1:]), patches[0]
    taken = [next(tuple(place) for place in np.argwhere(values == np.float32(patch.value))
                  if place[0] == patch.photo) for patch in strong]
    assert [patch.value for patch in strong] == sorted((patch.value for patch in strong), reverse=True)
    covered = [np.zeros(photo.pixels.shape[:2], int) for photo in resolve(Samples())]
    for place in taken:
        covered[place[0]][views.of(place)] += 1
    assert max(each.max() for each in covered) == 1
    size = strong[0].pixels.shape
    for place in map(tuple, np.argwhere(values > strong[-1].value)):
        rows, columns = views.of(place)
        is_whole = (rows.stop - rows.start, columns.stop - columns.start) == size[:2]
        assert not is_whole or covered[place[0]][rows, columns].any()


def test_random_patches_are_the_same_every_time(patches, maps, resolve):
    again = chosen_patches(post.up_to_last(maps), resolve(Samples()), resolve(Probe("sample_maps"))["values"])
    for one, other in zip(patches[1], again[1], strict=True):
        np.testing.assert_array_equal(one.pixels, other.pixels)
    assert len(patches[0]) == len(patches[1])
    assert {patch.pixels.shape for some in patches for patch in some} == {patches[0][0].pixels.shape}


def test_the_facts_of_the_patches(facts, patches, resolve):
    strong, drawn = patches
    values = resolve(Probe("sample_maps"))["values"]
    assert facts["strong_high"].value == strong[0].value
    assert facts["strong_low"].value == strong[-1].value
    assert facts["drawn_low"].value == sorted(patch.value for patch in drawn)[0]
    assert facts["rivals"].value == len([1 for patch in drawn if patch.value > strong[-1].value])
    assert facts["positive"].value == pytest.approx(np.count_nonzero(values > 0) / values.size)
    numbers = [int(number) for number in re.findall(r"\d+", facts["sources"].text.en)]
    assert sum(numbers) == len(strong)
    assert numbers == sorted(numbers, reverse=True)


def test_a_photo_whose_licence_asks_for_it_is_credited(say, arguments, resolve):
    given, author = arguments(post.patches), next(photo.author for photo in resolve(Samples()) if not photo.is_free)
    shown = " ".join(words_of(post.patches(say, **given)))
    strong, drawn = chosen_patches(post.up_to_last(given["layers"]), given["samples"], given["probe"]["values"])
    assert (author in shown) == any(not given["samples"][patch.photo].is_free for patch in strong + drawn)
    free = tuple(replace(photo, is_free=True) for photo in given["samples"])
    assert author not in " ".join(words_of(post.patches(say, **given | {"samples": free})))


# Costs


def test_parameters_and_multiply_adds_one_by_one(say, facts, resolve):
    weighted = resolve(Weighted())
    parameters = [sum(part.size for part in (layer.kernel, layer.bias) if part is not None) for layer in weighted]
    adds = [layer.kernel.size if layer.output.ndim == 1 else
            layer.output.size * layer.kernel.shape[0] * layer.kernel.shape[1] * layer.input.shape[2]
            for layer in weighted]
    table = post.costs(say, weighted).table[1:]
    assert [row[2] for row in table] == [say.fact(count(n)) for n in parameters]
    assert [row[3] for row in table] == [say.fact(count(n)) for n in adds]
    later = [n for n, layer in enumerate(weighted) if layer.kind == "Conv2D"][1:]
    assert facts["later_parameters"].value == pytest.approx(sum(parameters[n] for n in later) / sum(parameters))
    assert facts["later_adds"].value == pytest.approx(sum(adds[n] for n in later) / sum(adds))
    assert facts["busiest_share"].value == pytest.approx(max(adds) / sum(adds))
    assert (facts["first_adds"].value, facts["second_adds"].value) == (adds[0], adds[1])


def test_bars_are_as_long_as_their_numbers(resolve):
    weighted = resolve(Weighted())
    found = post.costs_of(Say("en"), weighted)
    drawn = [patch.get_width() for patch in post.costs(Say("en"), weighted).figure.findobj(Rectangle)
             if patch.get_height() == 11]
    for column in (0, 1):
        numbers, lengths = [cost.numbers[column] for cost in found], drawn[column::2]
        unit = max(lengths) / max(numbers)
        assert lengths == pytest.approx([max(number * unit, 0.8) for number in numbers])
