"""Small packages in which an edit must reach the figure p.posts.one: (what it is about, modules, where, old, new)."""

CASES = [
    ("import dotted", {
        "p.h": "def helper(k): return 1\n",
        "p.posts": "import p.h\ndef one(say): return p.h.helper(1)\n",
    }, "p.h", "return 1", "return 2"),
    ("package attr chain", {
        "p.d": "",
        "p.d.h": "def helper(k): return 1\n",
        "p.posts": "import p.d.h\nfrom p import d\ndef one(say): return d.h.helper(1)\n",
    }, "p.d.h", "return 1", "return 2"),
    ("class attribute", {
        "p.h": "class C:\n size = 1\n",
        "p.posts": "from p.h import C\ndef one(say): return C.size\n",
    }, "p.h", "size = 1", "size = 2"),
    ("class alias of method", {
        "p.h": "class C:\n def a(self): return 1\n b = a\n",
        "p.posts": "from p.h import C\ndef one(say): return C().b()\n",
    }, "p.h", "return 1", "return 2"),
    ("property(func)", {
        "p.h": "class C:\n def _a(self): return 1\n size = property(_a)\n",
        "p.posts": "from p.h import C\ndef one(say): return C().size\n",
    }, "p.h", "return 1", "return 2"),
    ("__call__ = method", {
        "p.h": "class C:\n def run(self): return 1\n __call__ = run\n",
        "p.posts": "from p.h import C\ndef one(say): return C()()\n",
    }, "p.h", "return 1", "return 2"),
    ("inherited", {
        "p.h": "class B:\n def a(self): return 1\nclass C(B): pass\n",
        "p.posts": "from p.h import C\ndef one(say): return C().a()\n",
    }, "p.h", "return 1", "return 2"),
    ("external base callback", {
        "p.h": "from html.parser import HTMLParser\nclass C(HTMLParser):\n def handle_data(self, d): self.x = 1\n",
        "p.posts": "from p.h import C\ndef one(say):\n c = C(); c.feed('x'); return c.x\n",
    }, "p.h", "self.x = 1", "self.x = 2"),
    ("NodeVisitor", {
        "p.h": "import ast\nclass C(ast.NodeVisitor):\n def visit_Name(self, d): self.x = 1\n",
        "p.posts": "from p.h import C\nimport ast\ndef one(say):\n c = C(); c.visit(ast.parse('x')); return c.x\n",
    }, "p.h", "self.x = 1", "self.x = 2"),
    ("enum _missing_", {
        "p.h": (
            "import enum\nclass C(enum.Enum):\n A=1\n @classmethod\n"
            " def _missing_(cls, v): return cls.A if 1 else 2\n"),
        "p.posts": "from p.h import C\ndef one(say): return C(7)\n",
    }, "p.h", "if 1", "if 0"),
    ("registry decorator", {
        "p.h": "R={}\ndef reg(f):\n R[f.__name__]=f\n return f\n@reg\ndef a(): return 1\n",
        "p.posts": "from p.h import R\ndef one(say): return R['a']()\n",
    }, "p.h", "return 1", "return 2"),
    ("singledispatch", {
        "p.h": (
            "from functools import singledispatch\n@singledispatch\ndef f(x): return 0\n@f.register\n"
            "def _(x: int): return 1\n"),
        "p.posts": "from p.h import f\ndef one(say): return f(1)\n",
    }, "p.h", "return 1", "return 2"),
    ("singledispatch by type", {
        "p.h": (
            "from functools import singledispatch\n@singledispatch\ndef f(x): return 0\n@f.register\n"
            "def _(x: int): return 1\n"),
        "p.posts": "from p.h import f\ndef one(say): return f(1)\n",
    }, "p.h", "x: int", "x: str"),
    ("else of types", {
        "p.h": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import json\nelse:\n    X = 1\n",
        "p.posts": "from p.h import X\ndef one(say): return X\n",
    }, "p.h", "X = 1", "X = 2"),
    ("variable of the class", {
        "p.h": (
            "from dataclasses import dataclass\nfrom typing import ClassVar\n@dataclass\nclass C:\n"
            " x: int = 1\n"),
        "p.posts": "from p.h import C\ndef one(say): return C()\n",
    }, "p.h", "x: int", "x: ClassVar[int]"),
    ("local by declaration", {
        "p.h": "x = 1\ndef f():\n x: int\n x = 2\n return x\n",
        "p.posts": "from p.h import f\ndef one(say): return f()\n",
    }, "p.h", " x: int\n", ""),
    ("loose for loop fills table", {
        "p.h": "def helper(k): return 1\nT={}\nfor k in 'ab':\n    T[k]=1\n",
        "p.posts": "from p.h import T\ndef one(say): return T['a']\n",
    }, "p.h", "T[k]=1", "T[k]=2"),
    ("loose update w/ comprehension", {
        "p.h": "T={}\nT.update({k: 1 for k in 'ab'})\n",
        "p.posts": "from p.h import T\ndef one(say): return T['a']\n",
    }, "p.h", "k: 1", "k: 2"),
    ("rcParams.update comprehension", {
        "p.h": "import matplotlib\nmatplotlib.rcParams.update({k: 1 for k in 'ab'})\ndef helper(): pass\n",
        "p.posts": "from p.h import helper\ndef one(say): return helper()\n",
    }, "p.h", "k: 1", "k: 2"),
    ("loose with", {
        "p.h": "T={}\nwith open('x') as f:\n    T['a']=1\n",
        "p.posts": "from p.h import T\ndef one(say): return T['a']\n",
    }, "p.h", "]=1", "]=2"),
    ("loose if with local", {
        "p.h": "T={}\nif True:\n    n = 3\n    T['a']=1\n",
        "p.posts": "from p.h import T\ndef one(say): return T['a']\n",
    }, "p.h", "]=1", "]=2"),
    ("conditional def with local", {
        "p.h": "import sys\nif sys.version_info>(3,):\n    def helper():\n        n = 1\n        return n\n",
        "p.posts": "from p.h import helper\ndef one(say): return helper()\n",
    }, "p.h", "n = 1", "n = 2"),
    ("conditional def no local", {
        "p.h": "import sys\nif sys.version_info>(3,):\n    def helper():\n        return 1\n",
        "p.posts": "from p.h import helper\ndef one(say): return helper()\n",
    }, "p.h", "return 1", "return 2"),
    ("try import", {
        "p.f": "def helper(): return 1\n",
        "p.h": "try:\n    from p.f import helper\nexcept ImportError:\n    helper = None\n",
        "p.posts": "from p.h import helper\ndef one(say): return helper()\n",
    }, "p.f", "return 1", "return 2"),
    ("async def", {
        "p.h": "async def helper():\n    x = 1\n    return x\n",
        "p.posts": "from p.h import helper\nimport asyncio\ndef one(say): return asyncio.run(helper())\n",
    }, "p.h", "x = 1", "x = 2"),
    ("param shadows module", {
        "p.scale": "class Scale:\n def limit(self): return 1\ndef make(): return Scale()\n",
        "p.posts": (
            "from p import scale\ndef draw(scale): return scale.limit()\n"
            "def one(say): return draw(scale.make())\n"),
    }, "p.scale", "return 1", "return 2"),
    ("local shadows module", {
        "p.scale": "class Scale:\n def limit(self): return 1\ndef make(): return Scale()\n",
        "p.posts": (
            "from p.scale import make\nimport p.scale as scale\ndef one(say):\n scale = make()\n"
            " return scale.limit()\n"),
    }, "p.scale", "return 1", "return 2"),
    ("two local imports same name", {
        "p.a": "def f(): return 1\n",
        "p.b": "def f(): return 1\n",
        "p.posts": "def one(say):\n from p.a import f\n return f()\ndef two(say):\n from p.b import f\n return f()\n",
    }, "p.a", "return 1", "return 2"),
    ("local import shadows def", {
        "p.a": "def f(): return 1\n",
        "p.posts": "def f(): return 3\ndef one(say):\n from p.a import f\n return f()\n",
    }, "p.a", "return 1", "return 2"),
    ("lambda dict", {
        "p.h": "def g(): return 1\nT={'a': lambda: g()}\n",
        "p.posts": "from p.h import T\ndef one(say): return T['a']()\n",
    }, "p.h", "return 1", "return 2"),
    ("augassign", {
        "p.h": "N=1\nN+=1\n",
        "p.posts": "from p.h import N\ndef one(say): return N\n",
    }, "p.h", "N+=1", "N+=2"),
    ("attr set on class loosely", {
        "p.h": "class C: pass\nC.n = 1\n",
        "p.posts": "from p.h import C\ndef one(say): return C.n\n",
    }, "p.h", "C.n = 1", "C.n = 2"),
    ("module global set by function", {
        "p.h": "N=0\ndef setup():\n global N\n N = 1\nsetup()\ndef get(): return N\n",
        "p.posts": "from p.h import get\ndef one(say): return get()\n",
    }, "p.h", " N = 1", " N = 2"),
    ("facts: say(**) ja", {
        "p.posts": "def a(): return 1\ndef one(say): return say(ja='a', en='b', **dict(n=1))\n",
    }, "p.posts", "n=1", "n=2"),
    ("default arg", {
        "p.h": "N=1\n",
        "p.posts": "from p.h import N\ndef one(say, n=N): return n\n",
    }, "p.h", "N=1", "N=2"),
    ("nested class method", {
        "p.h": "class C:\n class D:\n  def a(self): return 1\n",
        "p.posts": "from p.h import C\ndef one(say): return C.D().a()\n",
    }, "p.h", "return 1", "return 2"),
    ("decorator edit", {
        "p.h": "def deco(f): return f\n@deco\ndef a(): return 1\n",
        "p.posts": "from p.h import a\ndef one(say): return a()\n",
    }, "p.h", "return f", "return lambda: f()"),
    ("global star via package __init__", {
        "p.d": "from p.d.h import helper\n",
        "p.d.h": "def helper(k): return 1\n",
        "p.posts": "from p.d import helper\ndef one(say): return helper(1)\n",
    }, "p.d.h", "return 1", "return 2"),
    ("import p.d.h as alias attr", {
        "p.d": "",
        "p.d.h": "def helper(k): return 1\n",
        "p.posts": "import p.d.h as h\ndef one(say): return h.helper(1)\n",
    }, "p.d.h", "return 1", "return 2"),
    ("class instance from fn of another module attr", {
        "p.h": "class C:\n @classmethod\n def of(cls): return 1\n",
        "p.posts": "from p import h\ndef one(say): return h.C.of()\n",
    }, "p.h", "return 1", "return 2"),
    ("two-way import cycle", {
        "p.a": "from p.b import g\ndef f(): return 1\n",
        "p.b": "import p.a\ndef g(): return p.a.f()\n",
        "p.posts": "from p.a import g\ndef one(say): return g()\n",
    }, "p.a", "return 1", "return 2"),
]
