namespace Kiln.Tokenizers;

/// <summary>Absent operators: what a part that is taken must not contain.</summary>
internal sealed partial class ExpressionReader
{
    private bool _isWithinAbsent, _isWithinLookBehind;

    // (?~absent) takes any characters, (?~|absent|part) what the part matches, (?~|absent) limits what comes after it, and (?~|) ends that.
    private AbsentNode Absent()
    {
        var hasParts = Take("|");
        if (hasParts && Take(")"))
        {
            return new(null, null);
        }

        // Where one decides whether another is found, the reference has rules of its own.
        if (_isWithinAbsent)
        {
            throw Wrong("an absent operator within what must be absent is not supported");
        }

        _isWithinAbsent = true;
        var absent = hasParts ? Alternative() : Body();
        _isWithinAbsent = false;
        if (!hasParts)
        {
            return new(absent, new RepeatNode(new SetNode(CodePointSet.All), 0, ExpressionNode.Endless, IsLazy: false));
        }

        if (Take("|"))
        {
            return new(absent, Body());
        }

        return _isWithinLookBehind ? throw Wrong("(?~|…) that limits what comes after it cannot stand in a look-behind")
            : Take(")") ? new(absent, null)
            : throw Wrong("a parenthesis without the one that closes it");
    }
}
