using System.Collections;
using System.Runtime.CompilerServices;

namespace Kiln.Estimators;

/// <summary>What a search may set a hyper-parameter to: a list such as <c>[0.1, 1, 10]</c>, or a <see cref="ParameterDistribution"/>.</summary>
[CollectionBuilder(typeof(ParameterChoices), nameof(Create))]
public abstract class ParameterChoices : IEnumerable<object?>
{
    /// <summary>The values of a list; null for a distribution.</summary>
    public abstract IReadOnlyList<object?>? Values { get; }

    /// <summary>A list: what a collection expression makes.</summary>
    /// <param name="values">Numbers, flags, texts, lists, estimators or null.</param>
    public static ParameterChoices Create(ReadOnlySpan<object?> values) => new ParameterList(values.ToArray());

    /// <summary>A list of any type, such as the numbers of a logarithmic scale.</summary>
    /// <typeparam name="T">Their type.</typeparam>
    /// <param name="values">The values.</param>
    public static ParameterChoices From<T>(IEnumerable<T> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return new ParameterList([.. values.Select(value => (object?)value)]);
    }

    /// <summary>The values of a list.</summary>
    /// <exception cref="NotSupportedException">It is a distribution.</exception>
    public IEnumerator<object?> GetEnumerator() =>
        Values?.GetEnumerator() ?? throw new NotSupportedException("a distribution has no list of values; a randomized search draws from it");

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private sealed class ParameterList(object?[] values) : ParameterChoices
    {
        public override IReadOnlyList<object?> Values { get; } = values;
    }
}
