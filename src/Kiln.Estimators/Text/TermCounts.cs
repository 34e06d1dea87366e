using System.Runtime.InteropServices;

namespace Kiln.Estimators;

/// <summary>Term counts of a block of texts, by the numbers of terms in the order they were first met.</summary>
internal sealed class TermCounts
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _bySpan;
    private readonly List<int> _terms = [];
    private readonly List<int> _counts = [];
    private readonly List<int> _ends = [];
    private int[] _lastText = new int[4096];
    private int[] _place = new int[4096];

    public TermCounts() => _bySpan = _numbers.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The terms by their numbers.</summary>
    public Dictionary<string, int> Numbers => _numbers;

    /// <summary>The numbers of the terms of one text after the other.</summary>
    public ReadOnlySpan<int> Terms => CollectionsMarshal.AsSpan(_terms);

    /// <summary>How often each comes in its text.</summary>
    public ReadOnlySpan<int> Counts => CollectionsMarshal.AsSpan(_counts);

    /// <summary>Where each text ends among the terms.</summary>
    public ReadOnlySpan<int> Ends => CollectionsMarshal.AsSpan(_ends);

    /// <summary>Counts the terms of texts.</summary>
    public static TermCounts Of(TextAnalyzer analyzer, ReadOnlySpan<string?> texts)
    {
        var counts = new TermCounts();
        var buffers = new TextBuffers();
        var sink = new Sink(counts);
        foreach (var text in texts)
        {
            analyzer.Run(text!, buffers, ref sink);
            counts._ends.Add(counts._terms.Count);
        }

        return counts;
    }

    private void Add(ReadOnlySpan<char> term)
    {
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(_bySpan, term, out var known);
        if (!known)
        {
            number = _numbers.Count - 1;
            if (number == _lastText.Length)
            {
                Array.Resize(ref _lastText, 2 * number);
                Array.Resize(ref _place, 2 * number);
            }
        }

        // The last text a term was met in, counted from 1, tells whether it has a place in this one.
        var text = _ends.Count + 1;
        if (_lastText[number] == text)
        {
            CollectionsMarshal.AsSpan(_counts)[_place[number]]++;
            return;
        }

        (_lastText[number], _place[number]) = (text, _terms.Count);
        _terms.Add(number);
        _counts.Add(1);
    }

    private readonly struct Sink(TermCounts counts) : ITermSink
    {
        public void Add(ReadOnlySpan<char> term) => counts.Add(term);
    }
}
