using System.Runtime.CompilerServices;

namespace Kiln.Tokenizers;

/// <summary>
/// One rendering: how much it has taken of what it may, and the place it is at, for errors. Every loop over values and every string that is
/// made reports here, so that a template from anywhere ends soon and in bounded memory.
/// </summary>
internal sealed class TemplateRun(string source, ChatTemplateOptions options, long inputSize)
{
    private readonly long _maxSteps = options.MaxSteps + (4 * inputSize);
    private readonly long _maxCharacters = options.MaxCharacters + (64 * inputSize);
    private long _steps;
    private long _characters;
    private long _looked;
    private int _calls;

    /// <summary>Where evaluation is; operations set it before they do what may fail.</summary>
    public int Position { get; set; }

    public TimeProvider Clock => options.Clock;

    public Random Random => options.Random;

    /// <summary>One step of evaluation.</summary>
    public void Step()
    {
        if (++_steps > _maxSteps)
        {
            throw TooManySteps();
        }

        // A chain of a thousand additions is a tree a thousand levels deep: legal, but a thread's stack is what it is.
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw Error("expressions or values nest deeper than the stack of this thread", ChatTemplateFailure.Limit);
        }
    }

    /// <summary>Characters or elements looked at; sixteen are a step.</summary>
    public void Work(long count)
    {
        // What is short adds up, too: a million comparisons of ten characters are no less than one of ten million.
        _looked += count;
        _steps += _looked >> 4;
        _looked &= 15;
        if (_steps > _maxSteps)
        {
            throw TooManySteps();
        }
    }

    /// <summary>Characters or elements made.</summary>
    public void Grow(long count)
    {
        _characters += count;
        if (_characters > _maxCharacters || count > _maxCharacters)
        {
            throw Error($"the template makes more than {_maxCharacters} characters (ChatTemplateOptions.MaxCharacters)", ChatTemplateFailure.Limit);
        }

        Work(count);
    }

    /// <summary>The call of a macro begins.</summary>
    public void EnterCall(string name)
    {
        if (++_calls > options.MaxDepth)
        {
            throw Error($"calls nest more than {options.MaxDepth} deep, the last one of '{name}' (ChatTemplateOptions.MaxDepth)", ChatTemplateFailure.Limit);
        }
    }

    public void LeaveCall() => _calls--;

    /// <summary>A value as the key of a dictionary.</summary>
    public object Key(object? value) => value switch
    {
        string text => Hashed(text),
        null or long or bool or double => TemplateDict.Key(value),
        TemplateUndefined missing => throw Error(missing.Description),
        _ => throw Error($"a {TemplateValues.TypeName(value)} cannot be a key; strings, numbers, booleans and none can"),
    };

    /// <summary>The elements of something that can be gone through.</summary>
    public List<object?> Elements(object? value)
    {
        switch (value)
        {
            case TemplateList list:
                return list.Read();
            case string text:
                Grow(text.Length);
                return [.. TemplateText.Characters(text)];
            case TemplateDict dict:
                Grow(dict.Items.Count);
                return [.. dict.Items.Keys.Select(TemplateDict.Value)];
            case TemplateUndefined:
                return [];
            default:
                throw Error($"a {TemplateValues.TypeName(value)} has no elements to go through; a list, a dict or a str is expected");
        }
    }

    /// <summary>The number of elements.</summary>
    public long Length(object? value)
    {
        Work(value is string s ? s.Length : 0);
        return value switch
        {
            string text => TemplateText.Length(text),
            TemplateList { Kind: not TemplateListKind.Generator } list => list.Items.Count,
            TemplateDict dict => dict.Items.Count,
            TemplateUndefined => 0,
            _ => throw Error($"a {TemplateValues.TypeName(value)} has no length{(value is TemplateList ? "; make it a list first: '|list'" : "")}"),
        };
    }

    /// <summary>A string that was made, counted.</summary>
    public string Made(string text)
    {
        Grow(text.Length);
        return text;
    }

    /// <summary>A string that is looked up, which reads all of it.</summary>
    public string Hashed(string text)
    {
        Work(text.Length);
        return text;
    }

    public ChatTemplateException Error(string reason, ChatTemplateFailure failure = ChatTemplateFailure.Evaluation) => new(failure, reason, source, Position);

    private ChatTemplateException TooManySteps() =>
        Error($"the template takes more than {_maxSteps} steps (ChatTemplateOptions.MaxSteps)", ChatTemplateFailure.Limit);
}
