"""Post 17: how large is the step?"""

import numpy as np

from diagrams.draw import WIDTH, Canvas, Drawing
from diagrams.draw.curves import Curves, draw_curves
from diagrams.draw.descents import draw_descents, draw_step_sizes, key_of_ways
from diagrams.draw.ledger import Row, draw_ledger, draw_rates, power_for
from diagrams.draw.palette import SOFT
from diagrams.draw.tables import table_of_rates
from diagrams.facts import Fact, both, code, count, sentence, share, significant, word
from diagrams.inputs import Line, Probe
from diagrams.language import Say
from diagrams.post import Post

POST = Post(number=17, explains=(Line("Adam"),))

LEFT, RIGHT = 8, WIDTH - 8
PAPER_EPSILON = 1e-8  # of Kingma and Ba, "Adam: A Method for Stochastic Optimization"
WAYS = (both("word", "SGD", "SGD"), word(ja="モーメンタム", en="momentum"), both("word", "Adam", "Adam"))
ALIKE = 0.9  # of the largest possible step: a step that is almost as large


def exact(number: float, digits: int = 4) -> Fact:
    """A number with so many significant digits."""
    return both("value", float(number), significant(number, digits))


def setting(number: float) -> Fact:
    """A setting as it would be typed: 0.0007."""
    digits = f"{number:.12f}".rstrip("0").rstrip(".") if abs(number) < 1 else f"{number:g}"
    return both("value", float(number), digits)


def settings_of(probe: dict[str, np.ndarray]) -> tuple[float, float, float, float]:
    """Learning rate, both betas and epsilon as they were set, without the last bits of floats."""
    rate, *others = probe["settings"].tolist()
    return float(f"{rate:.6g}"), *others


def replayed(probe: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Adam as Keras computes it, in float32, from the gradients of the weight: what it keeps in each step.

    `m`, `v` and, corrected for their start at zero, `m_hat`, `v_hat`; `step`, by which the weight changes; `weight`
    after it; (steps,) each.
    """
    rate, beta1, beta2, epsilon = (np.float32(each) for each in probe["settings"])
    one, m, v, weight = np.float32(1), np.float32(0), np.float32(0), probe["weights"][0]
    kept: dict[str, list[np.float32]] = {name: [] for name in ("m", "v", "m_hat", "v_hat", "step", "weight")}
    for t, gradient in enumerate(probe["gradients"], 1):
        left1, left2 = one - beta1 ** np.float32(t), one - beta2 ** np.float32(t)
        m = m + (gradient - m) * np.float32(1 - probe["settings"][1])
        v = v + (gradient * gradient - v) * np.float32(1 - probe["settings"][2])
        step = -(m * (rate * np.sqrt(left2) / left1)) / (np.sqrt(v) + epsilon)
        weight = weight + step
        for name, number in zip(kept, (m, v, m / left1, v / left2, step, weight), strict=True):
            kept[name].append(number)
    return {name: np.array(numbers) for name, numbers in kept.items()}


# The ledger of one weight


def ledger(say: Say, probe: dict[str, np.ndarray] = Probe("adam_steps")) -> Drawing:
    """The first steps of one weight: its gradient, what Adam keeps of it, and the step that comes of it."""
    rows, told = rows_of(say, probe), told_of_steps(probe)
    canvas = Canvas(say, title_of_ledger(say, told))
    head = [say(ja="{n}歩目", en="step {n}", n=count(n + 1)) for n in range(len(probe["gradients"]))]
    end = draw_ledger(canvas, say, canvas.y, head, rows)
    end = canvas.paragraph(LEFT, end + 16, say(
        ja="Kerasの本物の{steps}歩を、NumPyでたどり直したもの。表示だけ丸めています。",
        en="{steps} real steps of Keras, replayed in NumPy. Rounded for display only.", **told), size=10.5, color=SOFT)
    table = [("", *head)]
    for row in rows:
        unit = f" ({say.fact(row.unit)})" if row.unit else ""
        table.append((row.name + unit, *row.texts()))
    return canvas.drawing(end, say(
        ja="ひとつの重みの勾配と、そこからAdamが計算する値を、一歩ごとに並べました。一歩の幅は、勾配ほどには小さくなりません。"
        if told["lasts"].value else
        "ひとつの重みの勾配と、そこからAdamが計算する値、重みが動く幅を、一歩ごとに並べました。",
        en="The gradient of one weight, what Adam makes of it, and how far the weight moves, step by step."), table)


def rows_of(say: Say, probe: dict[str, np.ndarray]) -> list[Row]:
    """What the ledger holds of each step, (steps,) in each row."""
    kept, gradients = replayed(probe), probe["gradients"]
    like_gradient = power_for(gradients, kept["m"], kept["m_hat"])
    names = {"m": "m", "v": "v", "m_hat": say(ja="補正したm", en="corrected m"),
             "v_hat": say(ja="補正したv", en="corrected v")}
    middle = [Row(text, kept[name], like_gradient if name[0] == "m" else power_for(kept[name]))
              for name, text in names.items()]
    return [Row(say(ja="勾配g", en="gradient g"), gradients, like_gradient, bars=True), *middle,
            Row(say(ja="重みが動く幅", en="step"), kept["step"], power_for(kept["step"]), bars=True),
            Row(say(ja="新しい重み", en="new weight"), kept["weight"], power_beside(kept["weight"], kept["step"]))]


def power_beside(weights: np.ndarray, steps: np.ndarray) -> int:
    """The unit in which weights show how they change, or their own where they would have too many digits."""
    power = power_for(steps)
    return power if np.abs(weights).max() * 10.0**power < 1e4 else power_for(weights)


def title_of_ledger(say: Say, told: dict[str, Fact]) -> str:
    """How much of the first gradient is left when it is smallest, and how much of the first step."""
    if not told["g_first"].value:
        return say(ja="この重みの勾配は最初からゼロです", en="The gradient of this weight is zero from the start")
    if told["lasts"].value:
        return say(ja="{k}歩目の勾配は最初の{g_part}しかないのに、動く幅は最初の{step_part}もあります",
                   en="In step {k}, {g_part} of the first gradient is left, but {step_part} of the first step", **told)
    return say(ja="{k}歩目の勾配は最初の{g_part}、動く幅は最初の{step_part}です",
               en="In step {k} the gradient is {g_part} of the first one, and the step {step_part}", **told)


def told_of_steps(probe: dict[str, np.ndarray]) -> dict[str, Fact]:
    """The first step, and the later one with the smallest gradient: both as they are, and as parts of the first."""
    gradients, steps = probe["gradients"].astype(float), replayed(probe)["step"].astype(float)
    k = 1 + int(np.abs(gradients[1:]).argmin())
    parts = [abs(each[k] / each[0]) if each[0] else 0 for each in (gradients, steps)]
    return {"steps": count(len(steps)), "k": count(k + 1), "g_part": share(parts[0]), "step_part": share(parts[1]),
            "g_first": exact(gradients[0]), "g_k": exact(gradients[k]), "step_first": exact(steps[0]),
            "step_k": exact(steps[k]), "lasts": count(parts[1] > parts[0])}


# The learning rate over the training


def schedule(say: Say, probe: dict[str, np.ndarray] = Probe("learning_rates")) -> Drawing:
    """The script's learning rate in every step of its training."""
    told = told_of_rates(probe)
    canvas = Canvas(say, title_of_schedule(say, told))
    peak = int(probe["rates"].argmax())
    axes = draw_rates(canvas, canvas.y + 4, 120, probe["steps"], probe["rates"], peak)
    ends = {0: "0", int(probe["steps"][-1]): say.fact(told["last_step"])}
    axes.set_xticks(list(ends), list(ends.values()))
    axes.set_yticks([0, told["peak"].value], ["0", say.fact(told["peak"])])
    axes.set_xlabel(say(ja="訓練の歩数", en="steps of training"), fontsize=10, color=SOFT, labelpad=-8)
    axes.set_ylabel(say(ja="学習率", en="learning rate"), fontsize=10, color=SOFT, labelpad=1)
    return canvas.drawing(canvas.y + 160, say(
        ja="スクリプト自身が計算する学習率を、訓練の全{last_step}歩について描きました。",
        en="The learning rate as the script itself computes it, over all {last_step} steps of training.", **told),
        table_of_rates((say(ja="歩数", en="step"), say(ja="学習率", en="learning rate")), probe["steps"],
                       probe["rates"]))


def title_of_schedule(say: Say, told: dict[str, Fact]) -> str:
    """From where over what peak to where the learning rate goes, if it changes."""
    if told["first"].value == told["peak"].value == told["last"].value:
        return say(ja="学習率は、ずっと{peak}のままです", en="The learning rate is {peak} all the way", **told)
    return say(ja="学習率は{first}から始まり、{at}歩目に{peak}まで上がり、最後は{last}です",
               en="The learning rate starts at {first}, peaks in step {at} with {peak}, and ends at {last}", **told)


def told_of_rates(probe: dict[str, np.ndarray]) -> dict[str, Fact]:
    """The first, the largest and the last learning rate, and when."""
    rates = [float(f"{each:.4g}") for each in (probe["rates"][0], probe["rates"].max(), probe["rates"][-1])]
    first, peak, last = map(setting, rates)
    return {"first": first, "peak": peak, "last": last, "at": count(probe["peak"][0]),
            "last_step": count(probe["steps"][-1]), "epochs": count(probe["epochs"][0])}


# The first step of all weights


def first_steps(say: Say, probe: dict[str, np.ndarray] = Probe("adam_steps")) -> Drawing:
    """The first step of every weight of a kernel over the size of its gradient."""
    told, (rate, _, beta2, epsilon) = told_of_firsts(probe), settings_of(probe)
    canvas = Canvas(say, title_of_firsts(say, told))
    moved, near = probe["first_gradients"] != 0, epsilon / np.sqrt(1 - beta2)
    axes, below = draw_step_sizes(
        canvas, canvas.y + 4, np.abs(probe["first_gradients"][moved]), np.abs(probe["first_steps"][moved]),
        lambda size: rate * size / (size + near), lambda size: rate * size, near / 100)
    axes.set_yticks([0, rate], ["0", say.fact(told["rate"])])
    axes.set_ylabel(say(ja="最初の一歩", en="first step"), fontsize=10, color=SOFT, labelpad=1)
    below.set_ylabel(say(ja="重みの数", en="weights"), fontsize=10, color=SOFT, labelpad=8)
    below.set_xlabel(say(ja="勾配の大きさ（符号なし）", en="size of the gradient"), fontsize=10, color=SOFT, labelpad=1)
    end = canvas.paragraph(LEFT, canvas.y + 240, say(
        ja="点：本物の一歩（一部）。線：数式。破線：同じ学習率のSGD。",
        en="Dots: some of the real steps. Line: the formula. Dashed: SGD at the same rate."), size=10.5, color=SOFT)
    return canvas.drawing(end, say(
        ja="ひとつの畳み込み層のすべての重みについて、最初の一歩の幅を、勾配の大きさを横軸にして描きました。下は重みの個数です。",
        en="How far each weight of one convolution moves in its first step, over the size of its gradient. Below, how "
           "many weights have a gradient of that size."))


def title_of_firsts(say: Say, told: dict[str, Fact]) -> str:
    """How much a much larger gradient makes of the first step."""
    if not told["low"].value:
        return say(ja="どの重みにも勾配がなく、一歩も動きません", en="No weight has a gradient, and none moves")
    return say(ja="勾配が{times}倍でも、最初の一歩は{more}大きくなるだけです",
               en="A gradient {times} times as large makes the first step only {more} larger", **told)


def told_of_firsts(probe: dict[str, np.ndarray]) -> dict[str, Fact]:
    """Small and large gradients of a kernel, and the steps that they make; how many are zero, or next to it."""
    rate, _, beta2, epsilon = settings_of(probe)
    sizes, moves = np.abs(probe["first_gradients"]), np.abs(probe["first_steps"])
    order, some = np.argsort(sizes), int(np.count_nonzero(sizes))
    near = epsilon / np.sqrt(1 - beta2)
    low, high = (order[sizes.size - some + int(part * max(some - 1, 0))] if some else 0 for part in (0.05, 0.95))
    return {"low": exact(sizes[low], 2), "high": exact(sizes[high], 2), "low_step": exact(moves[low]),
            "high_step": exact(moves[high]), "times": count(sizes[high] / (sizes[low] or 1)),
            "more": share(moves[high] / (moves[low] or 1) - 1), "rate": setting(rate), "near": exact(near, 3),
            "weights": count(sizes.size), "zero_share": share((sizes == 0).mean()),
            "alike_share": share((moves >= ALIKE * rate).mean()), "alike": share(ALIKE),
            "near_share": share(((sizes > 0) & (sizes < near)).mean())}


# Three ways down


def ways(say: Say, probe: dict[str, np.ndarray] = Probe("descent")) -> Drawing:
    """SGD, momentum and Adam over two parameters, from one place, and the loss along the way."""
    told, names = told_of_ways(probe), [say.fact(name) for name in WAYS]
    canvas = Canvas(say, title_of_ways(say, told))
    axes = draw_descents(canvas, canvas.y + 4, 190, probe["across"], probe["up"], probe["grid_losses"], probe["places"])
    axes.set_xlabel(say(ja="重みの変化", en="change of the weight"), fontsize=10, color=SOFT, labelpad=1)
    axes.set_ylabel(say(ja="{other}の変化", en="change of the {other}", **told), fontsize=10, color=SOFT, labelpad=-8)
    rows = [(say(ja="円：出発点", en="ring: start"), say(ja="学習率", en="learning rate"),
             say(ja="最後の損失", en="loss at the end"))]
    rows += [(name, significant(rate, 3), significant(loss))
             for name, rate, loss in zip(names, probe["rates"], probe["losses"][-1], strict=True)]
    end = key_of_ways(canvas, canvas.y + 236, rows, [0, 250, RIGHT])
    losses = draw_curves(canvas, end + 12, 90, Curves(probe["losses"], names, (2, 1)), probe["losses"].min(),
                         probe["losses"].max())
    losses.set_yticks(*ends_of(probe["losses"]))
    return canvas.drawing(end + 132, say(
        ja="ふたつのパラメータだけを動かしたときの損失の地図と、三つの方法の足あと。下は一歩ごとの損失です。",
        en="A map of the loss when just two parameters change, and the tracks of three optimizers on it. Below, the "
           "loss after every step."), rows)


def title_of_ways(say: Say, told: dict[str, Fact]) -> str:
    """Which of the three gets lowest, if one does."""
    if len({told[name].text.en for name in ("sgd", "momentum", "adam")}) == 1:
        return say(ja="同じ場所から{steps}歩。三つとも、損失は{best_loss}になりました",
                   en="{steps} steps from one place: all three get to a loss of {best_loss}", **told)
    return say(ja="同じ場所から{steps}歩。いちばん低い所にいるのは{best}で、損失は{best_loss}です",
               en="{steps} steps from one place: {best} gets lowest, to a loss of {best_loss}", **told)


def ends_of(values: np.ndarray) -> tuple[list[float], list[str]]:
    """The smallest and the largest value as ticks; one where they look alike."""
    ends = {significant(each): float(each) for each in (values.min(), values.max())}
    return list(ends.values()), list(ends)


def told_of_ways(probe: dict[str, np.ndarray]) -> dict[str, Fact]:
    """Where the three end, and which of them lowest; what the second parameter is."""
    last = probe["losses"][-1]
    best = int(last.argmin())
    other, told = word(ja="バイアス", en="bias"), word(ja="そのフィルタのバイアス", en="the bias of its filter")
    if probe["other"].size:
        other, told = word(ja="別の重み", en="other weight"), word(ja="同じフィルタの別の重み",
                                                                en="another weight of its filter")
    losses = dict(zip(("sgd", "momentum", "adam"), map(exact, last), strict=True))
    return {"steps": count(len(probe["losses"]) - 1), "best": WAYS[best], "best_loss": exact(last[best]),
            "other": other, "other_told": told, "start": exact(probe["losses"][0, 0]), "here": exact(probe["here"][0]),
            "push": setting(probe["push"][0]), "kept": setting(probe["momentum"][0]), **losses}


FIGURES = (ledger, schedule, first_steps, ways)


# Facts


def facts(probe: dict[str, np.ndarray] = Probe("adam_steps"), rates: dict[str, np.ndarray] = Probe("learning_rates"),
          down: dict[str, np.ndarray] = Probe("descent"), line: str = Line("Adam")) -> dict[str, Fact]:
    return {"line": code(line), **told_of_steps(probe), **arithmetic(probe), **told_of_rates(rates),
            **told_of_firsts(probe), **{f"way_{name}": fact for name, fact in told_of_ways(down).items()}}


def arithmetic(probe: dict[str, np.ndarray]) -> dict[str, Fact]:
    """The settings, the first step in full, how exactly it is replayed, lines to copy."""
    (_, beta1, beta2, epsilon), kept = settings_of(probe), replayed(probe)
    row, column, channel, filter_ = (count(each + 1) for each in probe["weight"])
    off = np.abs(kept["weight"] - probe["weights"][1:]).max()
    parameters, idle = probe["parameters"].tolist()
    return {"beta1": setting(beta1), "beta2": setting(beta2), "epsilon": setting(epsilon),
            "new1": setting(round(1 - beta1, 12)), "new2": setting(round(1 - beta2, 12)),
            "m_first": exact(kept["m"][0]), "v_first": exact(kept["v"][0]), "v_hat": exact(kept["v_hat"][0]),
            "row": row, "column": column, "channel": channel, "filter": filter_,
            "weight": exact(probe["weights"][0]), "weight_after": exact(probe["weights"][1]),
            "first_step": both("formula", float(kept["step"][0]), first_step(probe, kept)),
            "replay": replay(off), "photos": count(probe["photos"][0]), "loss_first": exact(probe["losses"][0]),
            "loss_last": exact(probe["losses"][-1]), "parameters": count(parameters),
            "idle_share": share(idle / parameters), "paper_epsilon": setting(PAPER_EPSILON),
            "numpy": code(numpy_lines(probe))}


def first_step(probe: dict[str, np.ndarray], kept: dict[str, np.ndarray]) -> str:
    """The first step as a formula with its numbers, in two lines."""
    rate, _, beta2, epsilon = settings_of(probe)
    above, square = (significant(kept[name][0], 6) for name in ("m_hat", "v_hat"))
    below = rf"\sqrt{{{square}}} + {significant(epsilon / np.sqrt(1 - beta2), 3)}"
    return (rf"\begin{{matrix}} -{setting(rate).text.en} \times \dfrac{{{above}}}{{{below}}} \\ = "
            rf"{significant(kept['step'][0])} \end{{matrix}}")


def replay(off: float) -> Fact:
    """How far the replayed weights are from those of Keras."""
    if not off:
        return word(ja="どの一歩の後でも、Kerasの重みと最後のビットまで同じでした。",
                    en="After every step, the weight is the same as that of Keras, to the last bit.")
    return sentence(ja="Kerasの重みとの差は、最大でも{off}でした。",
                    en="The weight never differs from that of Keras by more than {off}.", off=exact(off, 2))


def numpy_lines(probe: dict[str, np.ndarray]) -> str:
    """Python that makes Adam's steps out of the gradients of the ledger."""
    rate, beta1, beta2, epsilon = (setting(each).text.en for each in settings_of(probe))
    listed = ", ".join(f"{each:.8g}" for each in probe["gradients"])
    return "\n".join([
        "import numpy as np", "", "m = v = 0", f"for t, g in enumerate([{listed}], start=1):",
        f"    m += (g - m) * (1 - {beta1})", f"    v += (g**2 - v) * (1 - {beta2})",
        f"    alpha = {rate} * np.sqrt(1 - {beta2}**t) / (1 - {beta1}**t)",
        f'    print(f"{{-alpha * m / (np.sqrt(v) + {epsilon}):.4g}}")'])
