"""Goldens of chat templates, by Jinja itself.

    /usr/bin/python3 make_chat_template_goldens.py      (Debian's python3-jinja2 3.1.2)

Writes chat_templates.json: small templates, each an expectation on one feature of the language, and the templates under
templates/, which have the shapes of those that are published with models, over several conversations. The environment is the one that chat
templates are rendered in: sandboxed and immutable, trim_blocks, lstrip_blocks, loop controls, a plain json.dumps as tojson.
"""

import copy
import datetime
import glob
import json
import os

import jinja2
from jinja2 import nodes
from jinja2.ext import Extension
from jinja2.sandbox import ImmutableSandboxedEnvironment

HERE = os.path.dirname(os.path.abspath(__file__))


class Generation(Extension):
    """{% generation %}…{% endgeneration %}: prints its body."""

    tags = {"generation"}

    def parse(self, parser):
        line = next(parser.stream).lineno
        body = parser.parse_statements(["name:endgeneration"], drop_needle=True)
        return nodes.CallBlock(self.call_method("_body"), [], [], body).set_lineno(line)

    def _body(self, caller):
        return caller()


def raise_exception(message):
    raise jinja2.exceptions.TemplateError(message)


def tojson(x, ensure_ascii=False, indent=None, separators=None, sort_keys=False):
    return json.dumps(x, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys)


NOW = datetime.datetime(2024, 7, 6, 15, 4, 5)
env = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True, extensions=[Generation, "jinja2.ext.loopcontrols"])
env.filters["tojson"] = tojson
env.globals["raise_exception"] = raise_exception
env.globals["strftime_now"] = lambda format: NOW.strftime(format)


def render(template, variables):
    try:
        return {"expected": env.from_string(template).render(**copy.deepcopy(variables))}
    except jinja2.exceptions.TemplateError as e:
        return {"error": str(e.message), "refused": type(e) is jinja2.exceptions.TemplateError}
    except Exception as e:  # TypeError, ValueError and their like are errors of the template, too
        return {"error": str(e), "refused": False}


COMMON = {
    "s": "Hello, World", "n": 7, "f": 2.5, "yes": True, "no": False, "nothing": None, "empty": "", "list": [3, 1, 2], "words": ["pear", "Apple", "fig"],
    "d": {"b": 2, "a": 1, "C": 3}, "text": "  two words \n", "html": "<a href=\"x\">it's & more</a>", "uni": "naïve 👩‍👧 ß 漢字",
    "people": [{"name": "Ann", "age": 31, "town": {"name": "Bern"}}, {"name": "bob", "age": 25, "town": {"name": "Aarau"}}, {"name": "Cy", "age": 31, "town": {"name": "Bern"}}],
    "messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}, {"role": "user", "content": " Bye "}],
    "nested": {"items": [1, 2], "keys": "k", "x": {"y": [10, {"z": "deep"}]}}, "lines": "one\ntwo\r\nthree\n\nfive",
}

SMALL = r"""
{{ 0|filesizeformat }} {{ 1|filesizeformat }} {{ 999|filesizeformat }} {{ 1000|filesizeformat }} {{ 1536|filesizeformat(true) }} {{ 123456789|filesizeformat }} {{ 1e21|filesizeformat }} {{ 1e27|filesizeformat }} {{ '1234'|filesizeformat }} {{ 1023.9|filesizeformat(binary=true) }}
{{ 'x'|filesizeformat }}
{{ html|striptags }}|{{ '<p>a &amp; b</p> <!-- no <b> --> c\n\n d &lt;' |striptags }}|{{ 5|striptags }}|{{ '<a\nhref="x">y</a>z < 3 > 2'|striptags }}
<ul{{ {'class': 'my list', 'missing': none, 'id': 'list-' ~ n, 'q': '"&<'}|xmlattr }}>{{ {'a': 1}|xmlattr(false) }}{{ {}|xmlattr }}
{{ 5|xmlattr }}
{{ 'see https://example.com/a?b=c&d=e, (www.example.org) or example.net/x. Mail a@b.de or mailto:c@d.org!'|urlize }}
{{ 'http://example.com/very/long/path and ftp://x.y http://127.0.0.1:8080/ <https://a.bc>.'|urlize(12, true, '_blank', rel='me', extra_schemes=['ftp://']) }}
{{ 'wiki https://en.wikipedia.org/wiki/Foo_(bar)) and plain text.com\n a.b @c d@ x@y.z:1 xn--80.com www.müller.de'|urlize }}
{{ 'The quick brown fox jumps over the lazy dog, well-known state-of-the-art--really.'|wordwrap(20) }}
{{ 'abcdefghijklmnopqrstuvwxyz and more\n\n  indented line with   spaces  inside'|wordwrap(10) }}|{{ 'abcdefghijkl mnop'|wordwrap(5, false) }}|{{ 'a-b-c well-known'|wordwrap(6, break_on_hyphens=false, wrapstring='//') }}|{{ ''|wordwrap }}|{{ 'super-cali-fragil-istic'|wordwrap(8) }}
{{ 'x' * 100 ~ ' ' ~ 'y' * 50 }}{{ ('word ' * 30)|wordwrap }}
{{ 'a'|wordwrap(0) }}
{{ d|pprint }} {{ list|pprint }} {{ 'text'|pprint }} {{ none|pprint }} {{ (1,)|pprint }} {{ 2.5|pprint }} {{ []|pprint }}
{{ people|pprint }}
{{ {'b': ['one two three four five', 'six seven eight nine ten', 'eleven twelve'], 'a': {'nested': [1, 2, 3], 'other': ('a tuple with a rather long text in it', 2)}}|pprint }}
{{ {'\U0001F600': 1, '\uFFFD': 2, '\uE000z': 3, 'a': 4}|pprint }} {{ ['\U0001F600', '\uFFFD', 'a']|sort }} {{ {'\U0001F600': 1, '\uFFFD': 2}|dictsort }} {{ 'www.example.org'|urlize(rel='\U0001F600 \uFFFD z') }}
{{ ('a sentence that is long enough to be broken into parts ' * 3)|pprint }}
{{ [('some words that do not fit in eighty columns ' * 3), 'line one\nline two\n' * 4]|pprint }}
{{ [5]|random }} {{ 'x'|random }} {{ []|random }}|
{{ 5|random }}
plain text
two lines
{{ s }}|{{ n }}|{{ f }}|{{ yes }}|{{ no }}|{{ nothing }}|{{ empty }}|{{ missing }}|
{{ list }}|{{ d }}|{{ [1, 'a', "it's", 1.0, none, true, (1,), (), {}, {'k': [1]}] }}
{{ 'a\nb' }}{{ 'tab\tq\'q' }}{{ "A\u00e9\U0001F600\x41" }}{{ 'back\\slash' }}{{ 'un\known' }}{{ '\101' }}
{{ ['a\nb', 'é', '\x00', '\u200b', "'", '"', "'\"", '\\'] }}
{{ 1 + 2 * 3 - 4 }} {{ 7 // 2 }} {{ -7 // 2 }} {{ 7 % 3 }} {{ -7 % 3 }} {{ 7 / 2 }} {{ 6 / 2 }} {{ 2 ** 10 }} {{ 2 ** -1 }} {{ 2 ** 3 ** 2 }}
{{ 7.5 // 2 }} {{ -7.5 % 2 }} {{ 1e3 }} {{ 1.5e-7 }} {{ 1e16 }} {{ 123456789012345.0 }} {{ 1e15 }} {{ 0.1 + 0.2 }} {{ 1_000 }} {{ 0x1f }} {{ 0b101 }} {{ 0o17 }}
{{ 1e22 }} {{ 1.7976931348623157e308 }} {{ 5e-324 }} {{ 0.0001 }} {{ 0.00001 }} {{ 100000.0 }} {{ -0.0 }} {{ 1/3 }}
{{ -n }} {{ +n }} {{ - -n }} {{ -n ** 2 }} {{ (-2) ** 2 }} {{ not yes }} {{ -f }}
{{ true + 1 }} {{ true * 3 }} {{ 3 * 'ab' }} {{ 'ab' * 2 }} {{ [1] * 3 }} {{ [1] + [2] }} {{ (1,) + (2,) }} {{ 'a' 'b' "c" }}
{{ 'a' ~ 1 ~ none ~ true ~ 1.5 ~ missing ~ [1] }}
{{ 1 < 2 < 3 }} {{ 1 < 2 > 3 }} {{ 1 == 1.0 }} {{ 'a' < 'b' }} {{ 'Z' < 'a' }} {{ [1, 2] < [1, 3] }} {{ 1 != 1 }} {{ true == 1 }} {{ none == none }} {{ 'a' == 1 }}
{{ 'ell' in s }} {{ 'x' not in s }} {{ 3 in list }} {{ 'a' in d }} {{ 9 in d }} {{ 1 in missing }} {{ none in [none] }}
{{ 'yes' if yes else 'no' }} {{ 'yes' if no else 'no' }} {{ 'yes' if no }}| {{ 1 if no else 2 if no else 3 }}
{{ yes and 'x' }} {{ no or 'y' }} {{ '' or 0 or [] }} {{ 1 and 0 and 2 }} {{ not 1 == 2 }} {{ no or no and yes }}
{{ s[0] }}{{ s[-1] }}{{ s[99] }}|{{ s[1:4] }}|{{ s[:-2] }}|{{ s[::2] }}|{{ s[::-1] }}|{{ s[-3:] }}|{{ s[5:2] }}|{{ s[100:] }}|{{ s[:100] }}|{{ s[8:2:-2] }}
{{ list[0] }} {{ list[-1] }} {{ list[1:] }} {{ list[::-1] }} {{ list[:] }} {{ list[9] }}| {{ list.0 }} {{ (1,2,3)[1:] }} {{ list[none:2] }}
{{ uni|length }} {{ uni[6] }} {{ uni[::-1] }} {{ uni.find('漢') }} {{ uni[6:9]|length }} {{ uni.upper() }} {{ uni.title() }} {{ uni.split('👧') }}
{{ d.a }} {{ d['b'] }} {{ d.get('z') }} {{ d.get('z', 5) }} {{ d.z }}| {{ d.items()|list }} {{ d.keys()|list }} {{ d.values()|list }} {{ d|length }}
{{ nested.x.y[1].z }} {{ nested['items'] }} {{ nested.x['y'][0] }} {{ nested['keys'] }} {{ nested.items()|length }}
{{ missing.attribute }}
{{ d.z.q }}
{{ d['z']['q'] }}
{{ missing + 1 }}
{{ missing < 1 }}
{{ -missing }}
{{ missing() }}
{{ s() }}
{{ 1 + 'a' }}
{{ 'a' + 1 }}
{{ 'a' < 1 }}
{{ none + 1 }}
{{ 1 / 0 }}
{{ 1 % 0 }}
{{ [1][[]] }}|{{ d[[1]] }}|
{{ {[1]: 2} }}
{{ 1 in 5 }}
{{ 5 in 'a5' }}
{{ 5|length }}
{{ list.append(4) }}
{{ d.update({'x': 1}) }}
{% set x = list.insert(0, 1) %}
{{ d.clear }}|
{{ ''.__class__ }}|
{{ ''.__class__.__mro__ }}
{{ range(3)|list }} {{ range(2, 5)|list }} {{ range(10, 0, -3)|list }} {{ range(0)|list }} {{ range(3)|length }}
{{ range(1000000)|length }}
{{ range(1, 2, 0) }}
{% if yes %}A{% endif %}{% if no %}B{% elif n == 7 %}C{% else %}D{% endif %}{% if missing %}E{% else %}F{% endif %}
{% if list %}list{% endif %}{% if [] %}no{% endif %}{% if 0.0 %}no{% endif %}{% if d %}dict{% endif %}{% if ' ' %}space{% endif %}
{% for x in list %}{{ x }},{% endfor %}{% for x in [] %}no{% else %}none{% endfor %}{% for c in 'abc' %}{{ c }}.{% endfor %}{% for k in d %}{{ k }}{% endfor %}
{% for k, v in d.items() %}{{ k }}={{ v }};{% endfor %}{% for (a, b), c in [((1, 2), 3)] %}{{ a }}{{ b }}{{ c }}{% endfor %}{% for k, v in d|items %}{{ k }}{{ v }}{% endfor %}
{% for x in list %}{{ loop.index }}{{ loop.index0 }}{{ loop.revindex }}{{ loop.revindex0 }}{{ loop.first }}{{ loop.last }}{{ loop.length }}{{ loop.depth }}{{ loop.depth0 }};{% endfor %}
{% for x in list %}{{ loop.previtem }}<{{ x }}>{{ loop.nextitem }} {{ loop.cycle('odd', 'even') }} {{ loop.changed(x > 1) }};{% endfor %}
{% for x in list if x > 1 %}{{ x }}:{{ loop.index }}/{{ loop.length }}{% if not loop.last %}, {% endif %}{% else %}none{% endfor %}
{% for x in list if x > 9 %}{{ x }}{% else %}none above 9{% endfor %}
{% for x in range(10) %}{% if x == 2 %}{% continue %}{% endif %}{% if x == 5 %}{% break %}{% endif %}{{ x }}{% endfor %}
{% for x in list %}{% for y in list %}{% if y == 1 %}{% break %}{% endif %}{{ x }}{{ y }} {% endfor %}{{ loop.index }};{% endfor %}
{% for x in missing %}no{% else %}nothing{% endfor %}
{% for x in 5 %}{% endfor %}
{% for x, y in [1] %}{% endfor %}
{% for x, y in [(1, 2, 3)] %}{% endfor %}
{% for x in 1, 2, 3 %}{{ x }}{% endfor %}
{% for x in [1, [2, [3]]] recursive %}{% if x is sequence %}({{ loop(x) }}){% else %}{{ x }}.{{ loop.depth }} {% endif %}{% endfor %}
{% set x = 1 %}{% for i in range(3) %}{% set x = x + i %}{{ x }}{% endfor %}{{ x }}
{% set x = 1 %}{% if yes %}{% set x = 2 %}{% endif %}{{ x }}
{% for i in range(3) %}{% if loop.first %}{% set q = 'set' %}{% endif %}{{ q }}|{% endfor %}{{ q }}|
{% set ns = namespace(x=0, found=false) %}{% for i in range(4) %}{% set ns.x = ns.x + i %}{% set ns.found = true %}{% endfor %}{{ ns.x }}{{ ns.found }}{{ ns.y }}|
{% set ns = namespace({'a': 1}, b=2) %}{{ ns.a }}{{ ns.b }}{{ ns['a'] }}
{% set d.x = 1 %}
{% set a, b = 1, 2 %}{{ a }}{{ b }}{% set (a, b) = (b, a) %}{{ a }}{{ b }}{% set t = 1, 2 %}{{ t }}
{% set block %}some {{ s }} text{% endset %}{{ block }}|{% set up | upper | replace('O', '0') %}hello{% endset %}{{ up }}
{% set ns = namespace() %}{% set ns.text %}in a namespace{% endset %}{{ ns.text }}
{% with a = 1, b = a %}{{ a }}{{ b }}|{% endwith %}{{ a }}|{% with %}{% set z = 3 %}{{ z }}{% endwith %}{{ z }}|
{% filter upper %}shout {{ s }}{% endfilter %} {% filter replace('a', 'b') | upper %}banana{% endfilter %}
{% macro greet(name, greeting='Hello') %}{{ greeting }} {{ name }}!{% endmacro %}{{ greet('Ann') }} {{ greet('Bob', 'Hi') }} {{ greet(greeting='Yo', name='Cy') }} {{ greet() }}
{% macro m(a) %}{{ a }}{{ varargs }}{{ kwargs }}{% endmacro %}{{ m(1, 2, 3, k=4) }} {{ m.name }} {{ m.arguments }} {{ m.catch_kwargs }}{{ m.catch_varargs }}{{ m.caller }}
{% macro m(a) %}{{ a }}{% endmacro %}{{ m(1, 2) }}
{% macro m(a) %}{{ a }}{% endmacro %}{{ m(b=2) }}
{% macro m(a) %}{{ a }}{% endmacro %}{{ m(1, a=2) }}
{% macro box(title) %}[{{ title }}: {{ caller() }}]{% endmacro %}{% call box('T') %}inside {{ s }}{% endcall %}
{% macro each(items) %}{% for i in items %}{{ caller(i, loop.index) }};{% endfor %}{% endmacro %}{% call(x, k=0) each(list) %}{{ x }}@{{ k }}{% endcall %}
{% macro fact(n) %}{% if n <= 1 %}1{% else %}{{ n * fact(n - 1)|int }}{% endif %}{% endmacro %}{{ fact(6) }}
{% set g = 'outer' %}{% macro show() %}{{ g }}{% endmacro %}{{ show() }}{% set g = 'later' %}{{ show() }}
{% macro m(x, y=x ~ '!') %}{{ y }}{% endmacro %}{{ m('a') }}
{% macro m() %}{{ undefined_thing }}|{% endmacro %}{{ m() }}{{ m()|length }}
{% macro m(*args) %}{% endmacro %}
{% macro m(a, b) %}{{ a }}-{{ b }}{% endmacro %}{{ m(*[1, 2]) }} {{ m(**{'a': 3, 'b': 4}) }} {{ m(1, **{'b': 5}) }}
{{ s.upper() }} {{ s.lower() }} {{ s.title() }} {{ 'hELLO wORLD'.capitalize() }} {{ s.swapcase() }} {{ "they're bill's".title() }}
[{{ text.strip() }}] [{{ text.lstrip() }}] [{{ text.rstrip() }}] [{{ 'xxhixx'.strip('x') }}] [{{ 'abcba'.lstrip('ab') }}] [{{ '\n\n'.strip('\n') }}]
{{ 'a,b,,c'.split(',') }} {{ 'a b  c '.split() }} {{ 'a b  c'.split(' ') }} {{ 'a,b,c'.split(',', 1) }} {{ 'a,b,c'.rsplit(',', 1) }} {{ ' a b c '.split(none, 1) }} {{ 'a b c'.rsplit(maxsplit=1) }} {{ ''.split() }} {{ ''.split(',') }}
{{ lines.splitlines() }} {{ lines.splitlines(true) }} {{ 'a-b-c'.partition('-') }} {{ 'a-b-c'.rpartition('-') }} {{ 'abc'.partition('-') }} {{ 'abc'.rpartition('-') }}
{{ s.startswith('Hell') }} {{ s.endswith(('x', 'ld')) }} {{ s.startswith('ello', 1) }} {{ s.find('o') }} {{ s.rfind('o') }} {{ s.find('z') }} {{ s.index('W') }} {{ s.count('l') }} {{ s.count('') }} {{ s.find('o', 5) }}
{{ s.index('zzz') }}
{{ s.replace('l', 'L') }} {{ s.replace('l', 'L', 1) }} {{ 'ab'.replace('', '-') }} {{ s.replace('zz', '') }} {{ ', '.join(['a', 'b']) }}
{{ ', '.join([1, 2]) }}
{{ 'a'.center(5) }}| {{ 'ab'.center(5, '*') }} {{ 'abc'.center(6, '*') }} {{ 'a'.ljust(4, '.') }} {{ 'a'.rjust(4, '.') }} {{ '-7'.zfill(5) }} {{ '7'.zfill(3) }} {{ 'a\tb'.expandtabs(4) }}
{{ '12'.isdigit() }} {{ 'a1'.isalnum() }} {{ 'ab'.isalpha() }} {{ ''.isdigit() }} {{ ' \n'.isspace() }} {{ 'AB'.isupper() }} {{ 'ab1'.islower() }} {{ '1'.islower() }} {{ 'Ab Cd'.istitle() }} {{ '½'.isnumeric() }} {{ 'é'.isascii() }} {{ 'aé'.isalpha() }}
{{ 'prefix-x'.removeprefix('prefix-') }} {{ 'x.txt'.removesuffix('.txt') }} {{ 'abc'.removeprefix('z') }} {{ 'ß'.casefold() }}
{{ '%s is %d years, %.2f, %5d|%-5d|%05d %x %%' % ('Ann', 31, 2.5, 42, 42, 42, 255) }} {{ '%s' % 5 }} {{ '%r' % 'a' }} {{ '%(a)s-%(b)s' % d }} {{ '%+d % d %e %g' % (5, 5, 12345.678, 0.00001234) }}
{{ '%s %s' % ('a',) }}
{{ '%d' % 'a' }}
{{ '{} {}'.format(1, 'b') }} {{ '{1}{0}'.format('a', 'b') }} {{ '{x}'.format(x=3) }} {{ '{:>5}|{:<5}|{:^5}|{:*^7}'.format('a', 'b', 'c', 'd') }} {{ '{:05d} {:+d} {:,} {:.3f} {:x} {:b} {:.1%} {:e}'.format(42, 5, 1234567, 3.14159, 255, 5, 0.256, 12345.6789) }} {{ '{{}} {!r}'.format('q') }} {{ '{0[a]} {0[b]}'.format(d) }} {{ '{:{}}'.format('a', 4) }}|
{{ '{:g} {:g} {:.3g} {} {:.2e} {:8.3f}|{:<8.2f}|{:s}'.format(1e10, 0.5, 1234.5, 1e100, 0.000123, 3.14159, 2.0, 'x') }}
{{ '{} {}'.format(1) }}
{{ '{'.format() }}
{{ s|upper }} {{ s|lower }} {{ 'a b-c (d'|title }} {{ 'hELLO'|capitalize }} {{ text|trim }}| {{ 'xax'|trim('x') }} {{ n|string + '!' }} {{ s|replace('l', 'L', 1) }} {{ s|length }} {{ s|count }} {{ s|reverse }} {{ 'a'|center(5) }}|
{{ missing|default('dflt') }} {{ missing|d }} {{ ''|default('x') }}| {{ ''|default('x', true) }} {{ none|default('x') }} {{ none|default('x', boolean=true) }} {{ d.q|default([]) }} {{ missing|upper }}| {{ missing|length }} {{ missing|list }} {{ missing|join }}|
{{ html|e }} {{ html|escape }} {{ html|safe }} {{ 'a b/c?é'|urlencode }} {{ 'one two, three'|wordcount }}
{{ 'one\ntwo\n\nthree'|indent }} {{ 'a\nb'|indent(2, true) }} {{ 'a\n\nb'|indent(2, blank=true) }} {{ 'a\nb'|indent('> ') }} {{ 'a\n'|indent }}|
{{ 'a long text that is cut somewhere'|truncate(15) }} {{ 'a long text that is cut'|truncate(15, true) }} {{ 'short'|truncate(3) }} {{ 'a long text here'|truncate(9, false, '…', 0) }}
{{ list|first }} {{ list|last }} {{ []|first }}| {{ list|sum }} {{ people|sum('age') }} {{ [1.5, 2]|sum(start=1) }} {{ list|min }} {{ list|max }} {{ words|min }} {{ words|max }} {{ people|max(attribute='age') }} {{ []|max }}|
{{ list|sort }} {{ list|sort(true) }} {{ words|sort }} {{ words|sort(case_sensitive=true) }} {{ people|sort(attribute='age')|map(attribute='name')|list }} {{ people|sort(attribute='town.name,age')|map(attribute='name')|join(',') }} {{ people|sort(attribute='age', reverse=true)|map(attribute='name')|list }}
{{ d|dictsort }} {{ d|dictsort(true) }} {{ d|dictsort(by='value', reverse=true) }} {{ ['a', 'A', 'b', 'a']|unique|list }} {{ ['a', 'A']|unique(true)|list }} {{ [1, 1.0, true, 2]|unique|list }}
{% for g in people|groupby('age') %}{{ g.grouper }}:{% for p in g.list %}{{ p.name }},{% endfor %};{% endfor %}{% for k, v in people|groupby('town.name') %}{{ k }}={{ v|length }} {% endfor %}
{{ words|map('upper')|list }} {{ words|map('replace', 'p', 'P')|join('-') }} {{ people|map(attribute='town.name')|list }} {{ people|map(attribute='zip', default='none')|list }} {{ [[1, 2], [3]]|map('sum')|list }} {{ [[1, 2]]|map(attribute=1)|list }} {{ [[1,2]]|map(attribute='0')|list }}
{{ list|select('odd')|list }} {{ list|reject('odd')|list }} {{ [0, 1, '', 'a']|select|list }} {{ people|selectattr('age', '>', 30)|map(attribute='name')|list }} {{ people|rejectattr('age', 'equalto', 31)|map(attribute='name')|list }} {{ people|selectattr('zip')|list }} {{ people|selectattr('zip', 'undefined')|list|length }} {{ people|selectattr('name', 'in', ['Ann', 'Cy'])|list|length }} {{ list|select('in', [1, 2])|list }} {{ list|select('divisibleby', 2)|list }}
{% if messages|selectattr('role', 'equalto', 'tool') %}a generator is true{% endif %}{% if messages|selectattr('role', 'equalto', 'tool')|list %}no{% else %} a list is not{% endif %}
{{ (messages|selectattr('role', 'equalto', 'user')|list)[-1].content }} {{ messages|selectattr('role', 'equalto', 'user')|first }} {{ messages|map(attribute='role')|join(' ') }}
{{ messages|map(attribute='role')|length }}
{% set gen = list|map('string') %}{{ gen|join(',') }}|{{ gen|join(',') }}|
{{ list|join }} {{ list|join(', ') }} {{ people|join(', ', attribute='name') }} {{ [1, none, 'a', missing]|join('-') }} {{ d|join(',') }} {{ 'abc'|join('.') }}
{{ 'abc'|list }} {{ d|list }} {{ (1, 2)|list }} {{ list|reverse|list }} {{ [1, 2, 3, 4, 5]|batch(2)|list }} {{ [1, 2, 3]|batch(2, 0)|list }} {{ [1, 2, 3, 4, 5]|slice(3)|list }} {{ [1, 2, 3, 4]|slice(3, 'x')|list }} {{ range(6)|slice(3)|list }} {{ d|items|list }}
{{ -3|abs }} {{ (-3)|abs }} {{ -2.5|abs }} {{ '42'|int }} {{ '4.7'|int }} {{ 'x'|int }} {{ 'x'|int(9) }} {{ 3.99|int }} {{ '0x1f'|int(base=16) }} {{ 'ff'|int(0, 16) }} {{ none|int }} {{ true|int }} {{ ' 12 '|int }} {{ '-3'|int }}
{{ '1.5'|float }} {{ 'x'|float }} {{ 3|float }} {{ 'x'|float(1) }} {{ '1e3'|float }} {{ none|float }} {{ 'inf'|float }}
{{ 42.55|round }} {{ 42.55|round(1) }} {{ 2.5|round }} {{ 3.5|round }} {{ 0.125|round(2) }} {{ 2.675|round(2) }} {{ 42.55|round(1, 'floor') }} {{ 42.51|round(0, 'ceil') }} {{ 42|round }} {{ 42|round(method='floor') }} {{ 1234|round(-2) }} {{ 1234.5|round(-2) }} {{ 1e300|round(2) }}
{{ missing|int }}
{{ missing|abs }}
{{ d|tojson }} {{ list|tojson }} {{ [1.0, 1e20, 'a"b\\c/é\n\t\u0001\u007f', none, true, (1, 2), {}, [], 0.1]|tojson }} {{ uni|tojson }} {{ html|tojson }} {{ {1: 'a', none: 'b', true: 'c', 1.5: 'd'}|tojson }}
{{ nested|tojson(indent=2) }} {{ nested|tojson(indent=4) }} {{ []|tojson(indent=2) }} {{ {}|tojson(indent=2) }} {{ d|tojson(sort_keys=true) }} {{ d|tojson(separators=(',', ':')) }} {{ uni|tojson(ensure_ascii=true) }} {{ [1,[2]]|tojson(indent=0) }}
{{ missing|tojson }}
{{ d.items()|tojson }}
{{ list|map('string')|tojson }}
{{ s is string }} {{ n is number }} {{ n is integer }} {{ f is float }} {{ yes is boolean }} {{ yes is true }} {{ no is false }} {{ yes is number }} {{ yes is integer }} {{ none is none }} {{ nothing is none }} {{ 1 is true }}
{{ d is mapping }} {{ list is sequence }} {{ s is sequence }} {{ d is sequence }} {{ n is sequence }} {{ list is iterable }} {{ d is iterable }} {{ n is iterable }} {{ range is callable }} {{ s is callable }} {{ d.items() is sequence }} {{ d.items() is iterable }} {{ missing is iterable }} {{ (1,2) is sequence }} {{ list|map('abs') is sequence }}
{{ missing is defined }} {{ s is defined }} {{ d.q is defined }} {{ d['a'] is defined }} {{ missing is undefined }} {{ missing is not defined }} {{ none is defined }} {{ d.q is none }} {{ missing is string }}
{{ 3 is odd }} {{ 4 is even }} {{ 9 is divisibleby 3 }} {{ 9 is divisibleby(2) }} {{ 'abc' is lower }} {{ 'ABC' is upper }} {{ 1 is sameas 1 }} {{ none is sameas none }} {{ yes is sameas true }} {{ 1 is eq 1 }} {{ 1 is ne 2 }} {{ 1 is lt 2 }} {{ 2 is ge 2 }} {{ 2 is gt(1) }} {{ 1 is equalto 1 }} {{ 1 is in [1] }} {{ 1 is not in [1] }} {{ 'upper' is filter }} {{ 'odd' is test }} {{ 'zz' is filter }}
{{ 1 is odd and 2 is even }} {{ 'a' if missing is defined else 'b' }} {{ not missing is defined }} {{ missing is defined or s is defined }} {{ s is string and s|length > 3 }}
{{ 1 is odd is even }}
{{ -1|abs }} {{ 'a'|upper ~ 'b' }} {{ 'a' ~ 'b'|upper }} {{ 1 + 2|string|length }} {{ s.lower()|upper }} {{ (s|upper).lower() }} {{ (1, 2)|sum * 2 }} {{ not s|length == 3 }} {{ 2 * 3|float }}
{{ s|nofilter }}
{{ s is notest }}
{% if no %}{{ s|nofilter }}{{ s is notest }}{% endif %}ok
{% if yes %}{{ s|nofilter }}{% endif %}
{{ s|nofilter if no else 'kept' }}
{{ (s|nofilter if no else 'kept') }}{{ s|nofilter }}
{% raw %}{{ not }} {% evaluated %}{# kept #}{% endraw %}|{%- raw -%}  a  {%- endraw -%}  |
{# a comment #}|{#- stripped -#}  |{# multi
line #}|
a {{- ' b ' -}} c {%- if yes -%} d {%- endif -%} e {{+ s }}
raise: {% if n > 5 %}{{ raise_exception('Only five are allowed, not ' ~ n) }}{% endif %}
{{ strftime_now('%d %b %Y') }} {{ strftime_now('%Y-%m-%d') }} {{ strftime_now('%A, %B %d, %Y %H:%M:%S %p %I %j %a %y %%') }} {{ strftime_now('%-d/%-m') }}
{% set c = cycler('a', 'b') %}{{ c.next() }}{{ c.next() }}{{ c.next() }}{{ c.current }}{{ c.reset() }}{{ c.current }}
{% set j = joiner('|') %}{% for x in list %}{{ j() }}{{ x }}{% endfor %}{{ dict(a=1, b=2) }} {{ dict([('x', 1)]) }} {{ dict({'q': 1}, r=2) }}
{% generation %}written {{ s }}{% endgeneration %}{% for m in messages %}{% generation %}{{ m.content }}{% set leaked = 1 %}{% endgeneration %}{% endfor %}{{ leaked }}|
{% set content = messages[0]['content'] %}{% if messages[0].role == 'system' and content is string %}{{ content|trim + '\n' }}{% endif %}
{% set loop_messages = messages[1:] if messages[0].role == 'system' else messages %}{{ loop_messages|length }} {{ loop_messages[0].content }}
{% for message in messages[::-1] %}{{ loop.index0 }}{{ message.content }}{% endfor %}{{ messages[-1]['role'] }}{{ messages[-1:][0].role }}
{% for m in messages %}{% if (m.role == 'user') != (loop.index0 % 2 == 0) %}x{% else %}y{% endif %}{% endfor %}
{{ {'a': {'b': {}}} }}{{ {'a': 1,} }}{{ [1, 2,] }}{{ (1, 2,) }}{{ () }}{{ (1) }}
{{ "}}" }} {{ '%}' }} {{ '{{' }} {{ {'x': '}}'} }}
{{ messages[0].content.split('.')[0] }} {{ 'a</think>b'.split('</think>')[-1].lstrip('\n') }} {{ '<think>' in 'x<think>' }}
{% if messages[0]['role'] == 'user' %}A{% elif messages[0]['role'] == 'system' %}{{ 'sys' }}{% endif %}{{ '\n' if not loop is defined else '' }}
{% set ns = namespace(last=-1) %}{% for m in messages %}{% if m.role == 'user' %}{% set ns.last = loop.index0 %}{% endif %}{% endfor %}{{ ns.last }}
{% for i in list %}{% set outer = loop %}{% for j in [1] %}{{ outer.index }}{{ loop.index }}{% endfor %}{% endfor %}
{% set x %}{% for i in list %}{{ i }}{% endfor %}{% endset %}{{ x|length }}{% set y = [] %}{% set y = y + [x] %}{{ y }}
{% for x in list %}{% set list = [] %}{{ x }}{{ list }}{% endfor %}{{ list }}
{% set ns = namespace(stop=false) %}{% for x in [1, 2, 3, 4] if not ns.stop %}{{ x }}{% if x == 2 %}{% set ns.stop = true %}{% endif %}{% endfor %}
{{ true }} {{ True }} {{ false }} {{ False }} {{ none }} {{ None }} {{ [true, none] }} {{ 'x' if True else 'y' }}
{{ n if n is not none else 'z' }} {{ not n }} {{ n is not string }} {{ (n, s)|length }} {{ n in (7, 8) }} {{ 'b' in ['a', 'b'] and n == 7 }}
{{ 1 if 2 }}{{ 3 if 0 }}{% if not missing %}m{% endif %}{% if missing is none %}n{% endif %}{% if d.x is not defined %}u{% endif %}
{{ 9007199254740993 }} {{ 4611686018427387904 + 1 }} {{ 10 ** 15 }} {{ 5 // 0.5 }} {{ 2 ** 0.5 }} {{ 1e3|int }} {{ 10 % 3.5 }} {{ 7 // -2 }} {{ 7 % -3 }}
{{ people[0]['town']['name'] }} {{ people[0].town.name[0] }} {{ people|length }} {{ people[5] }}| {{ people[-1].name }}
{{ s ~ (' [' ~ n ~ ']') if n else s }} {{ [s, n]|join(': ') }} {{ '"' ~ s ~ '"' }} {{ "'" + s + "'" }}
{{ d|attr('items') is callable }} {{ d|attr('a') is defined }} {{ s|attr('upper')() }}
{{ 'x' * 0 }}| {{ 'x' * -1 }}| {{ [] * 5 }} {{ 'ab'[5:] }}| {{ [][0:2] }} {{ ''[0] }}|
{{ lines|replace('\r\n', '\n') }} {{ 'a.b'|replace('.', '') }} {{ 5|replace(5, 6) }}
{{ '%s'|format(s) }} {{ '%s-%s'|format(1, 2) }} {{ '%(x)s'|format(x=1) }} {{ s|string|upper }} {{ [1]|string }} {{ none|string }}
{{ loop }}|
{{ [1, 'a']|sort }}
{{ ['b', 1, 2, 'a', none]|max }}
{{ {1: 2, 'a': 3}|tojson(sort_keys=true) }}
{{ [[2, 'b'], [1, 'z'], [2, 'a']]|sort }} {{ [(1, 2), (1,)]|sort }} {{ [1, 2] == [1, 2] }} {{ {'a': [1]} == {'a': [1.0]} }} {{ (1,) == [1] }} {{ [2, 1] in [[2, 1]] }}
{% macro outer(x) %}{% macro inner(y) %}{{ x }}{{ y }}{% endmacro %}{{ inner(x + 1) }}{% endmacro %}{{ outer(1) }}{% set x = 5 %}{{ outer(x) }}{{ x }}
{% macro m() %}{% set a = 1 %}{{ a }}{% set ns = namespace(v=2) %}{{ ns.v }}{% endmacro %}{% set a = 9 %}{{ m() }}{{ a }}{{ ns }}|
{% for m in messages %}{% for part in m.content.split() if part %}{{ part|first|upper }}{% else %}-{% endfor %}{% if loop.last %}.{% else %} {% endif %}{% endfor %}
{% if messages|length > 2 and messages[-1]['role'] in ['user', 'tool'] %}{{ messages[-1]['content'] | trim }}{% endif %}{{ messages | rejectattr('role', 'in', ['system']) | map(attribute='content') | map('trim') | join('|') }}
{{ 1.0 }} {{ 2.50 }} {{ 1.0 == 1 }} {{ 3.0|string }} {{ 1e400 }} {{ -1e400 }}
{{ s[1:3][0] }} {{ s.upper()[0:2].lower() }} {{ list[0:2][1] }} {{ (list|sort)[0] }} {{ {'a': [5]}['a'][0] }} {{ [[1, 2], [3]][0][1] }} {{ 'abc'[1:][0] }}
""".strip("\n").split("\n")

# Templates of several lines, where whitespace matters.
MULTI = [
    "{% if yes %}\n  inside\n{% endif %}\nafter\n",
    "  {% if yes %}  \n  x\n  {% endif %}  \n  y",
    "a\n  {%- if yes %}\n b\n  {%- endif %}\n c",
    "a  \n{% if yes -%}\n   b\n{%- endif %}   c\n\n",
    "x {%+ if yes %}y{% endif +%}\nz",
    "  {%+ if yes %}y{% endif %}\n",
    "{% for m in messages %}\n    {{ m.role }}: {{ m.content }}\n{% endfor %}\nend",
    "{% for m in messages -%}\n    {{ m.role }}: {{ m.content }}\n{%- endfor %}\nend",
    "    {# comment #}\n    {# another #} text\n{#- gone -#}\n   x",
    "{{ 'a' }}\n{{ 'b' }}\n\n{{ 'c' -}}\n   d  {{- ' e' }}\n",
    "line\r\nline2\rline3\n{% set x = 'a\r\nb' %}{{ x }}",
    "{% macro m() %}\n  body\n{% endmacro %}\n[{{ m() }}]\n[{{- m() -}}]",
    "\t{% set a = 1 %}\n\t{{ a }}\n \t{% set b %}\n  b {{ a }}\n {% endset %}\n[{{ b }}]",
    "{%- for x in list %}\n  {%- if x > 1 %}\n{{ x }}\n  {%- else %}\n-\n  {%- endif %}\n{%- endfor -%}\n\n",
    "a {% raw %}\n  {{ x }}\n{% endraw %}\n b",
    "a\n  {% raw %}  {{ x }}  {% endraw %}  \nb",
    "{%- raw %}\n x {%- endraw +%}\n y",
    "{{\n  s\n  |\n  upper\n}}",
    "{% set x = {\n  'a': 1,\n  'b': [1,\n 2],\n} %}\n{{ x }}",
    "\n\n{% if yes %}\n\nx\n\n{% endif %}\n\n",
    "{% if yes %}a{% endif %} \n b\n",
    "text {% if yes %}\n   indented {% endif %}\n",
    "{{ s }}{% if yes %}\n{% endif %}\n\n",
    "<tag>\n    {% generation %}\n    g\n    {% endgeneration %}\n</tag>\n",
    "{# a #}\n{# b #}\n{{ n }}\n",
    "{% if yes %}{# c #}\n  x{% endif %}",
    "\u3000{% if yes %}\u00a0{%- endif %} nbsp\u00a0{{- n }}",
    "a\u2028  {% if yes %}\u2028{% endif %}\u0085b",
]

# What does not parse.
BAD = [
    "{{ s", "{% if yes %}", "{% if yes %}{% endfor %}", "{{ }}", "{% %}", "{{ 1 + }}", "{{ (1 }}", "{{ 1) }}", "{{ [1, }}", "{{ {1 2} }}", "{{ 'abc }}", "{% for x list %}{% endfor %}",
    "{% set 1 = 2 %}", "{% set true = 2 %}", "{% endif %}", "{% else %}", "{% unknown %}", "{# no end", "{% raw %}x", "{{ a b }}", "{{ a..b }}", "{{ a.'b' }}", "{{ a[] }}", "{% macro %}{% endmacro %}",
    "{% macro m(a=1, b) %}{% endmacro %}", "{{ f(a=1, 2) }}", "{% break %}", "{% if %}{% endif %}", "{{ ? }}", "{{ a ! b }}", "{{ 1 if }}", "{% for x in %}{% endfor %}", "{{ x | }}", "{{ x is }}",
    "{% set x %}", "{% call 5 %}{% endcall %}", "{{ a := 1 }}", "{{ & }}", "{{ '\\u12' }}", "{% for 1 in x %}{% endfor %}", "{% if a %}{% else %}{% elif b %}{% endif %}", "{% block a %}{% endblock", "{{ f(**a, **b) }}",
    "{% extends 'a' %}{{ super( }}", "{{ {'a': 1 }}", "{% generation %}", "{% endgeneration %}", "{{ 1__0 }}", "{% for x in y %}{% else %}{% break %}{% endfor %}",
]

TOOL = {
    "type": "function",
    "function": {
        "name": "get_weather", "description": "Weather of a town: \"now\" & <later>",
        "parameters": {"type": "object", "properties": {"town": {"type": "string", "description": "e.g. Zürich"}, "days": {"type": "integer", "enum": [1, 3, 7]}}, "required": ["town"]},
    },
}
TOOL2 = {"type": "function", "function": {"name": "now", "description": "The time", "parameters": {"type": "object", "properties": {}}}}
CALL = {"role": "assistant", "content": None, "tool_calls": [{"id": "abc123def", "type": "function", "function": {"name": "get_weather", "arguments": {"town": "Zürich", "days": 3}}}]}
RESULT = {"role": "tool", "name": "get_weather", "tool_call_id": "abc123def", "content": "{\"degrees\": 21.5}"}
USER, ANSWER, SYSTEM = {"role": "user", "content": "What is 2 + 2? "}, {"role": "assistant", "content": "It is 4."}, {"role": "system", "content": "You are terse.\n"}
THOUGHT = {"role": "assistant", "content": "<think>\nsums are easy\n</think>\n\nIt is 4."}
REASONED = {"role": "assistant", "content": "It is 4.", "reasoning_content": "sums are easy"}
PARTS = {"role": "user", "content": [{"type": "text", "text": "Look: "}, {"type": "image"}, {"type": "text", "text": "what is it?"}]}
CONVERSATIONS = {
    "one": [USER],
    "system": [SYSTEM, USER],
    "turns": [SYSTEM, USER, ANSWER, {"role": "user", "content": "Sure? 漢字 👍"}],
    "answered": [USER, ANSWER],
    "no system turns": [USER, ANSWER, USER, ANSWER, USER],
    "tools": [SYSTEM, {"role": "user", "content": "Weather in Zürich?"}, CALL, RESULT, {"role": "assistant", "content": "21.5 degrees."}, {"role": "user", "content": "Thanks"}],
    "tool waits": [{"role": "user", "content": "Weather?"}, CALL, RESULT, RESULT],
    "thought": [USER, THOUGHT, USER],
    "reasoned": [USER, REASONED, USER],
    "thought last": [SYSTEM, USER, THOUGHT],
    "parts": [PARTS],
    "wrong order": [ANSWER, USER],
    "two users": [USER, USER],
    "unknown role": [{"role": "wizard", "content": "?"}],
    "empty": [],
}
EXTRA = [
    {},
    {"add_generation_prompt": True},
    {"add_generation_prompt": True, "tools": [TOOL, TOOL2]},
    {"add_generation_prompt": True, "enable_thinking": False},
    {"tools": [TOOL], "date_string": "1 Jan 2025"},
]


def main():
    small = [{"template": t, **render(t, COMMON)} for t in SMALL + MULTI + BAD]
    large = []
    for path in sorted(glob.glob(os.path.join(HERE, "templates", "*.jinja"))):
        with open(path, encoding="utf-8", newline="") as file:
            template = file.read()
        for name, messages in CONVERSATIONS.items():
            for index, extra in enumerate(EXTRA):
                variables = {"messages": messages, "tools": None, "documents": None, "add_generation_prompt": False, "bos_token": "<s>", "eos_token": "</s>", **extra}
                large.append({"file": os.path.basename(path), "conversation": name, "extra": index, **render(template, variables)})
    with open(os.path.join(HERE, "chat_templates.json"), "w", encoding="utf-8") as file:
        json.dump({"common": COMMON, "small": small, "conversations": CONVERSATIONS, "extra": EXTRA, "large": large}, file, ensure_ascii=False, separators=(",", ":"))
        file.write("\n")
    print(len(small), "small,", len(large), "large,", sum("error" in c for c in small), "errors")


main()
