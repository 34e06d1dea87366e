namespace Kiln.Tokenizers;

/// <summary>The variable <c>loop</c>. It looks ahead only as far as it is asked to, since a condition of the loop may depend on what its body sets.</summary>
internal sealed class TemplateLoop(TemplateRun run, IEnumerator<object?> source, int depth, Func<object?, object?>? recurse) : TemplateCallable("loop")
{
    private readonly Queue<object?> _ahead = new();
    private object? _previous = new TemplateUndefined("there is no previous item");
    private object? _current;
    private object? _changed;
    private int _index = -1;

    public object? Current => _current;

    public bool MoveNext()
    {
        run.Step();
        if (!Look(1))
        {
            return false;
        }

        if (_index >= 0)
        {
            _previous = _current;
        }

        _current = _ahead.Dequeue();
        _index++;
        return true;
    }

    public object? Attribute(string name) => name switch
    {
        "index" => _index + 1L,
        "index0" => (long)_index,
        "first" => _index == 0,
        "last" => !Look(1),
        "length" => Count(),
        "revindex" => Count() - _index,
        "revindex0" => Count() - _index - 1,
        "previtem" => _previous,
        "nextitem" => Look(1) ? _ahead.Peek() : new TemplateUndefined("there is no next item"),
        "depth" => depth + 1L,
        "depth0" => (long)depth,
        "cycle" => new TemplateFunction("loop.cycle", (r, arguments) => arguments.Positional.Count > 0
            ? arguments.Positional[_index % arguments.Positional.Count]
            : throw r.Error("loop.cycle needs the values to go through")),
        "changed" => new TemplateFunction("loop.changed", (r, arguments) => Changed(r, arguments)),
        _ => TemplateUndefined.Of(this, name),
    };

    public override object? Invoke(TemplateRun run, TemplateArguments arguments) => recurse is null
        ? throw run.Error("'loop' can be called in loops that are marked 'recursive' only")
        : recurse(arguments.Bind(run, "loop", "iterable").Required(0));

    private bool Changed(TemplateRun run, TemplateArguments arguments)
    {
        var values = new TemplateList([.. arguments.Positional], TemplateListKind.Tuple);
        var isChanged = _changed is null || !TemplateCompare.AreEqual(run, _changed, values);
        _changed = values;
        return isChanged;
    }

    private long Count()
    {
        while (Look(_ahead.Count + 1))
        {
        }

        return _index + 1 + _ahead.Count;
    }

    private bool Look(int count)
    {
        while (_ahead.Count < count)
        {
            if (!source.MoveNext())
            {
                return false;
            }

            _ahead.Enqueue(source.Current);
        }

        return true;
    }
}
