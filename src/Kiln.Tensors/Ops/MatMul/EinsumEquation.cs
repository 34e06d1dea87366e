namespace Kiln.Tensors;

/// <summary>
/// A parsed equation: the names of each operand's axes and of the result's. A letter is its code; an axis of <c>...</c> is minus its place counted from the
/// right, so that such axes of several operands align at the last, as in broadcasting.
/// </summary>
internal sealed class EinsumEquation
{
    private readonly Dictionary<int, int> _sizes = [];
    private readonly string _text;

    private EinsumEquation(string text, int[][] inputs, int[] output) => (_text, Inputs, Output) = (text, inputs, output);

    /// <summary>The names of each operand's axes.</summary>
    internal int[][] Inputs { get; }

    /// <summary>The names of the result's axes.</summary>
    internal int[] Output { get; }

    /// <summary>Parses an equation and checks it against its operands.</summary>
    internal static EinsumEquation Parse(string equation, ReadOnlySpan<Tensor> operands)
    {
        string text = equation.Replace(" ", string.Empty, StringComparison.Ordinal);
        int arrow = text.IndexOf("->", StringComparison.Ordinal);
        string[] parts = (arrow < 0 ? text : text[..arrow]).Split(',');
        if (parts.Length != operands.Length)
        {
            throw new ArgumentException($"einsum: \"{equation}\" names {parts.Length} operands, {operands.Length} were given");
        }

        var inputs = new int[parts.Length][];
        int ellipsis = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            inputs[i] = Names(equation, parts[i], operands[i].Rank, $"operand {i} {operands[i].Shape}");
            ellipsis = Math.Max(ellipsis, inputs[i].Count(name => name < 0));
        }

        int[] output = arrow < 0 ? Implicit(inputs, ellipsis) : Explicit(equation, text[(arrow + 2)..], inputs, ellipsis);
        var parsed = new EinsumEquation(equation, inputs, output);
        for (int i = 0; i < inputs.Length; i++)
        {
            parsed.AddSizes(i, operands[i].Shape);
        }

        return parsed;
    }

    /// <summary>The common size of all axes of a name.</summary>
    internal int Size(int name) => _sizes[name];

    /// <summary>The names that the result or an operand after <paramref name="operand"/> still asks for.</summary>
    internal HashSet<int> NeededAfter(int operand)
    {
        HashSet<int> needed = [.. Output];
        foreach (int[] names in Inputs.AsSpan(operand + 1))
        {
            needed.UnionWith(names);
        }

        return needed;
    }

    private static int[] Names(string equation, string part, int rank, string what)
    {
        int dots = part.IndexOf("...", StringComparison.Ordinal);
        string letters = dots < 0 ? part : part.Remove(dots, 3);
        CheckLetters(equation, letters);
        int further = rank - letters.Length;
        if (further < 0 || dots < 0 && further > 0)
        {
            throw new ShapeException($"einsum: \"{part}\" in \"{equation}\" names {letters.Length} axes, {what} has {rank}");
        }

        return dots < 0
            ? [.. letters.Select(c => (int)c)]
            : [.. letters[..dots].Select(c => (int)c), .. Further(further), .. letters[dots..].Select(c => (int)c)];
    }

    private static int[] Explicit(string equation, string part, int[][] inputs, int ellipsis)
    {
        int dots = part.IndexOf("...", StringComparison.Ordinal);
        string letters = dots < 0 ? part : part.Remove(dots, 3);
        CheckLetters(equation, letters);
        if (dots < 0 && ellipsis > 0)
        {
            throw new ArgumentException($"einsum: the result of \"{equation}\" must have \"...\" too, since an operand has further axes");
        }

        foreach (char letter in letters)
        {
            if (letters.IndexOf(letter, StringComparison.Ordinal) != letters.LastIndexOf(letter))
            {
                throw new ArgumentException($"einsum: the result of \"{equation}\" names '{letter}' twice");
            }

            if (!inputs.Any(names => names.Contains(letter)))
            {
                throw new ArgumentException($"einsum: the result of \"{equation}\" names '{letter}', which no operand has");
            }
        }

        int place = Math.Max(0, dots);
        return [.. letters[..place].Select(c => (int)c), .. Further(ellipsis), .. letters[place..].Select(c => (int)c)];
    }

    private static int[] Implicit(int[][] inputs, int ellipsis)
    {
        IEnumerable<int> once = inputs.SelectMany(names => names).Where(name => name > 0).GroupBy(name => name).Where(g => g.Count() == 1).Select(g => g.Key);
        return [.. Further(ellipsis), .. once.Order()];
    }

    private static IEnumerable<int> Further(int count) => Enumerable.Range(0, count).Select(i => i - count);

    private static void CheckLetters(string equation, string letters)
    {
        foreach (char c in letters)
        {
            if (!char.IsAsciiLetter(c))
            {
                throw new ArgumentException($"einsum: '{c}' in \"{equation}\"; expected letters, \",\", \"...\" (once per operand) and \"->\"");
            }
        }
    }

    private void AddSizes(int operand, Shape shape)
    {
        int[] names = Inputs[operand];
        for (int i = 0; i < names.Length; i++)
        {
            int size = shape[i];
            if (Array.IndexOf(names, names[i]) is int first && first < i && shape[first] != size)
            {
                throw new ShapeException($"einsum: '{(char)names[i]}' repeats in operand {operand} of \"{_text}\" with sizes {shape[first]} and {size}");
            }

            if (!_sizes.TryGetValue(names[i], out int known) || known == 1)
            {
                _sizes[names[i]] = size;
            }
            else if (size != known && size != 1)
            {
                string name = names[i] < 0 ? "an axis of \"...\"" : $"'{(char)names[i]}'";
                throw new ShapeException($"einsum: {name} in \"{_text}\" has size {known} before and {size} in operand {operand} {shape}");
            }
        }
    }
}
