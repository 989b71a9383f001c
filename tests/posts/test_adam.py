"""Every number of the Adam post, computed again: by the textbook's formulas, step by step, as the script says it."""

import re
from types import SimpleNamespace

import numpy as np
import pytest

from diagrams import script, weightfile
from diagrams.draw.ledger import power_for
from diagrams.facts import decimal, significant
from diagrams.inputs import Probe, Until
from diagrams.language import Say
from diagrams.posts import adam as post
from diagrams.posts import gradient


@pytest.fixture(scope="module")
def probe(resolve):
    return resolve(Probe("adam_steps"))


@pytest.fixture(scope="module")
def down(resolve):
    return resolve(Probe("descent"))


@pytest.fixture(scope="module")
def facts(arguments):
    return post.facts(**arguments(post.facts))


# The ledger


def test_the_replay_is_keras_to_the_last_bit(probe, facts):
    np.testing.assert_array_equal(post.replayed(probe)["weight"], probe["weights"][1:])
    assert "to the last bit" in facts["replay"].text.en


def test_the_steps_are_those_of_the_textbook(probe):
    """With corrected averages, and with epsilon as it counts beside them."""
    rate, beta1, beta2, epsilon = probe["settings"]
    gradients, kept = probe["gradients"].astype(float), post.replayed(probe)
    for t in range(1, len(gradients) + 1):
        ages = np.arange(t)[::-1]
        m = ((1 - beta1) * beta1**ages * gradients[:t]).sum() / (1 - beta1**t)
        v = ((1 - beta2) * beta2**ages * gradients[:t] ** 2).sum() / (1 - beta2**t)
        step = -rate * m / (np.sqrt(v) + epsilon / np.sqrt(1 - beta2**t))
        assert kept["m_hat"][t - 1] == pytest.approx(m, rel=1e-5)
        assert kept["v_hat"][t - 1] == pytest.approx(v, rel=1e-4)
        assert kept["step"][t - 1] == pytest.approx(step, rel=1e-4)
        assert probe["weights"][t] - probe["weights"][t - 1] == pytest.approx(step, rel=1e-4)


def test_it_is_the_weight_of_the_gradient_post(probe, resolve):
    path = resolve(Probe("gradient_path"))
    np.testing.assert_array_equal(probe["weight"], path["weight"])
    assert probe["weights"][0] == pytest.approx(path["values"][-1])


def test_the_settings_are_those_of_the_script(probe, facts):
    source = script.load(script.NETWORK)
    assert probe["settings"] == pytest.approx([source.learning_rate, 0.9, 0.999, 1e-7])
    assert facts["rate"].text.en == "0.0007"
    assert (facts["beta1"].text.en, facts["beta2"].text.en, facts["epsilon"].text.en) == ("0.9", "0.999", "0.0000001")
    assert (facts["new1"].text.en, facts["new2"].text.en) == ("0.1", "0.001")


def test_the_ledger_shows_all_its_numbers(say, arguments, probe):
    shown = post.ledger(say, **arguments(post.ledger)).table
    kept = post.replayed(probe)
    wanted = [probe["gradients"], kept["m"], kept["v"], kept["m_hat"], kept["v_hat"], kept["step"], kept["weight"]]
    powers = {"(thousandths)": 3, "(millionths)": 6, "(千分の一)": 3, "(百万分の一)": 6}
    for (name, *texts), numbers in zip(shown[1:], wanted, strict=True):
        power = powers.get(name.rpartition(" ")[2], 0)
        assert texts == [decimal(each * 10.0**power, 3) for each in numbers]


def test_the_title_compares_with_the_first_step(probe, facts, arguments):
    gradients, steps = np.abs(probe["gradients"]), np.abs(np.diff(probe["weights"]))
    k = facts["k"].value - 1
    assert gradients[k] == gradients[1:].min()
    assert facts["g_part"].value == pytest.approx(gradients[k] / gradients[0])
    assert facts["step_part"].value == pytest.approx(steps[k] / steps[0], rel=1e-4)
    for share in ("g_part", "step_part"):
        assert facts[share].text.en in post.ledger(Say("en"), **arguments(post.ledger)).title


def test_the_first_step_in_the_text(facts):
    rate, gradient, square, epsilon, step = (float(number.replace("−", "-"))
                                             for number in re.findall(r"−?\d[\d.]*", facts["first_step"].text.en))
    assert -rate * gradient / (np.sqrt(square) + epsilon) == pytest.approx(step, abs=5e-8)
    assert significant(step) == facts["step_first"].text.en
    assert facts["m_first"].value == pytest.approx(facts["new1"].value * gradient, rel=1e-5)
    assert facts["v_first"].value == pytest.approx(facts["new2"].value * square, rel=1e-4)


def test_the_numpy_lines_print_the_steps(printed, facts, probe):
    out = [float(line) for line in printed(facts["numpy"].value).split()]
    np.testing.assert_allclose(out, post.replayed(probe)["step"], rtol=1e-3)


# The schedule


def test_the_rate_warms_up_and_follows_a_cosine(resolve, facts):
    found, source = resolve(Probe("learning_rates")), script.load(script.NETWORK)
    photos = sum(part["training after augmentation"] for part in weightfile.read_card()["photos"].values())
    total = source.epochs * round(photos / source.batch_size)
    warm = min(1000, total // 10)
    for step, rate in zip(found["steps"].tolist(), found["rates"], strict=True):
        cosine = (1 + np.cos(np.pi * min((step - warm) / (total - warm), 1))) / 2
        assert rate == pytest.approx(source.learning_rate * (step / warm if step < warm else cosine), abs=2e-9)
    assert (facts["at"].value, facts["last_step"].value) == (warm, total)
    assert (facts["first"].text.en, facts["peak"].text.en, facts["last"].text.en) == ("0", "0.0007", "0")


def test_a_rate_that_never_changes(say):
    told = post.told_of_rates({"steps": np.array([0, 50, 100]), "rates": np.full(3, 0.001), "peak": np.array([0]),
                               "epochs": np.array([2])})
    assert "0.001" in post.title_of_schedule(say, told)
    assert "peak" not in post.title_of_schedule(say, told)


# The first step of all weights


def test_every_first_step_lies_on_the_curve(probe):
    rate, _, beta2, epsilon = probe["settings"]
    gradients, steps = probe["first_gradients"].astype(float), probe["first_steps"]
    wanted = -rate * gradients / (np.abs(gradients) + epsilon / np.sqrt(1 - beta2))
    np.testing.assert_allclose(steps, wanted, rtol=1e-3, atol=4e-8)  # a weight near one has no finer steps
    assert (steps[gradients == 0] == 0).all()


def test_the_layer_is_that_of_the_weight(probe, resolve):
    kernel = [layer for layer in resolve(Until("Softmax")) if layer.kind == "Conv2D"][-1].kernel
    index = np.ravel_multi_index(probe["weight"], kernel.shape)
    assert probe["first_gradients"].shape == probe["first_steps"].shape == (kernel.size,)
    assert probe["first_gradients"][index] == probe["gradients"][0]
    assert probe["first_steps"][index] == probe["weights"][1] - probe["weights"][0]


def test_a_large_and_a_small_gradient(probe, facts):
    sizes, moves = np.abs(probe["first_gradients"]), np.abs(probe["first_steps"])
    low, high = np.quantile(sizes[sizes > 0], (0.05, 0.95))
    assert facts["low"].value == pytest.approx(low, rel=0.01)
    assert facts["high"].value == pytest.approx(high, rel=0.01)
    assert facts["times"].value == pytest.approx(high / low, rel=0.02)
    assert facts["more"].value == pytest.approx(facts["high_step"].value / facts["low_step"].value - 1, rel=1e-4)
    assert facts["alike_share"].value == (moves >= 0.9 * probe["settings"][0]).mean()
    assert facts["zero_share"].value == (probe["first_gradients"] == 0).mean()
    near = probe["settings"][3] / np.sqrt(1 - probe["settings"][2])
    assert facts["near"].value == pytest.approx(near)
    assert facts["near_share"].value == ((sizes > 0) & (sizes < near)).mean()


def test_all_parameters_are_counted(probe, resolve):
    weights = [part for layer in resolve(Until("Softmax")) for part in (layer.kernel, layer.bias) if part is not None]
    assert probe["parameters"][0] == sum(part.size for part in weights)
    assert 0 <= probe["parameters"][1] <= probe["parameters"][0]


# Three ways down


def test_all_begin_in_one_place_with_steps_of_one_length(down):
    assert (down["places"][0] == down["places"][0, 0]).all()
    np.testing.assert_allclose(np.abs(down["places"][0, 0]), down["push"][0], rtol=1e-6)
    lengths = np.linalg.norm(down["places"][1] - down["places"][0], axis=1)
    np.testing.assert_allclose(lengths, lengths[0], rtol=2e-3)
    np.testing.assert_allclose(down["places"][1, 0], down["places"][1, 1], rtol=1e-6)


def test_the_steps_of_sgd_follow_the_slope(down):
    """Against the loss itself: a short step lowers it by its length times the slope."""
    places, losses = down["places"][:, 0].astype(float), down["losses"][:, 0].astype(float)
    steps = np.diff(places, axis=0)
    slopes = -steps / down["rates"][0]
    middle = (slopes[:-1] + slopes[1:]) / 2
    np.testing.assert_allclose((middle * steps[:-1]).sum(axis=1), np.diff(losses)[:-1], rtol=0.1, atol=2e-5)


def test_momentum_keeps_a_part_of_its_last_step(down):
    """Where momentum and SGD have been in the same place, their second steps differ by that part of the first."""
    sgd, momentum = (down["places"][:3, way].astype(float) for way in (0, 1))
    extra = (momentum[2] - momentum[1]) - (sgd[2] - sgd[1])
    np.testing.assert_allclose(extra, down["momentum"][0] * (sgd[1] - sgd[0]), rtol=1e-3, atol=1e-7)


def test_the_losses_of_the_map_are_those_of_the_ways(down, probe):
    """Between the places of the grid, the loss is nearly flat: the ways agree with their neighbours on the map."""
    assert down["here"][0] == pytest.approx(probe["losses"][0], abs=1e-5)
    for way in range(3):
        for place, loss in zip(down["places"][:, way], down["losses"][:, way], strict=True):
            row, column = (min(int(np.searchsorted(known, at)), len(known) - 1)
                           for known, at in ((down["up"], place[1]), (down["across"], place[0])))
            near = down["grid_losses"][row - 1 : row + 1, column - 1 : column + 1]
            assert near.min() - 0.01 <= loss <= near.max() + 0.01


def test_the_title_names_the_lowest(down, facts, arguments):
    names = ("SGD", "momentum", "Adam")
    assert facts["way_best"].text.en == names[int(down["losses"][-1].argmin())]
    assert facts["way_best_loss"].value == down["losses"][-1].min()
    title = post.ways(Say("en"), **arguments(post.ways)).title
    assert facts["way_best"].text.en in title
    assert facts["way_best_loss"].text.en in title


def test_nobody_is_lowest_where_all_end_alike(down):
    alike = post.told_of_ways(down | {"losses": np.full_like(down["losses"], 1.5)})
    assert post.title_of_ways(Say("en"), alike) == "24 steps from one place: all three get to a loss of 1.500"


def test_another_weight_may_be_the_second_parameter(down):
    told = post.told_of_ways(down | {"other": np.array([0, 1, 2])})
    assert (told["other"].text.en, told["other_told"].text.en) == ("other weight", "another weight of its filter")


# Other networks, other scripts


def still(probe) -> dict:
    """The ledger of a weight without any gradient."""
    zeros = np.zeros_like(probe["gradients"])
    return probe | {"gradients": zeros, "weights": np.full_like(probe["weights"], probe["weights"][0]),
                    "first_gradients": np.zeros(12, np.float32), "first_steps": np.zeros(12, np.float32)}


def test_a_weight_without_gradient_stays(probe, say):
    told = post.told_of_steps(still(probe))
    assert told["g_part"].value == told["step_part"].value == 0
    assert post.ledger(say, still(probe)).title in ("The gradient of this weight is zero from the start",
                                                    "この重みの勾配は最初からゼロです")
    assert post.first_steps(say, still(probe)).title in ("No weight has a gradient, and none moves",
                                                         "どの重みにも勾配がなく、一歩も動きません")
    assert (post.replayed(still(probe))["weight"] == probe["weights"][0]).all()


def test_a_gradient_that_grows_is_not_said_to_be_left(probe):
    grown = post.told_of_steps(probe | {"gradients": np.float32([1, 4, 3, 2, 3])})
    assert grown["lasts"].value == 0
    assert post.title_of_ledger(Say("en"), grown).startswith("In step 4 the gradient is 200% of the first one, and the")


@pytest.mark.parametrize(("largest", "power"), [(3, 0), (0.3, 0), (0.024, 3), (6e-7, 6), (2e-15, 12), (0, 0)])
def test_units_of_the_ledger(largest, power):
    assert power_for(np.array([-largest, 0])) == power


def adam_of(source: str, tmp_path, monkeypatch):
    """What the probe says of the script with this text."""
    from diagrams.probes import adam

    path = tmp_path / "creatures_cnn.py"
    path.write_text(source, encoding="utf-8")
    monkeypatch.setattr(script, "NETWORK", path)
    return adam.scripts_adam(SimpleNamespace(source=script.load(path), image_size=100))


def test_the_optimizer_is_the_one_that_the_script_makes(tmp_path, monkeypatch):
    found = adam_of(script.published().replace("Adam(rate)", "Adam(rate, beta_1=0.8)"), tmp_path, monkeypatch)
    assert found.get_config()["beta_1"] == 0.8
    assert found.get_config()["learning_rate"]["class_name"] == "CosineDecay"


@pytest.mark.parametrize(("old", "new", "reason"), [
    ("Adam(rate)", "RMSprop(rate)", "the script trains with RMSprop, not with Adam"),
    ("Adam(rate)", "Adam(rate, amsgrad=True)", "the script's Adam has amsgrad=True, which figures cannot show"),
    ("loss='categorical_crossentropy'", "loss='mse'", "the script's loss is mse, not categorical_crossentropy"),
    ("  steps = epochs", "  raise ValueError('no luck')\n  steps = epochs", "as far as compile: no luck"),
    ("  steps = epochs", "  return model\n  steps = epochs", "does not compile the model"),
])
def test_a_script_that_trains_otherwise_is_refused(old, new, reason, tmp_path, monkeypatch):
    from diagrams.probes.passes import NotInThisNetwork

    assert old in script.published()
    with pytest.raises(NotInThisNetwork, match=re.escape(reason)):
        adam_of(script.published().replace(old, new), tmp_path, monkeypatch)


def test_both_posts_write_the_weight_alike(facts, arguments):
    told = gradient.facts(**arguments(gradient.facts))
    assert all(facts[name].text == told[name].text for name in ("weight", "row", "column", "channel", "filter"))
