using System.Globalization;
using System.Text;

namespace Kiln.Neural;

/// <summary>Collects and prints what <see cref="Module.Summary"/> shows.</summary>
internal sealed class SummaryTable
{
    private static readonly string[] s_head = ["Layer", "Type", "Output shape", "Parameters"];

    private readonly List<string[]> _rows = [];
    private Module? _root;

    internal void Trace(Module root, Tensor input)
    {
        _root = root;
        Trace(root, input, depth: 0);
    }

    public override string ToString()
    {
        int[] widths = [.. Enumerable.Range(0, s_head.Length).Select(c => _rows.Append(s_head).Max(row => row[c].Length))];
        var text = new StringBuilder();
        Line(text, s_head, widths);
        text.Append('─', widths.Sum() + 2 * (widths.Length - 1)).Append('\n');
        foreach (string[] row in _rows)
        {
            Line(text, row, widths);
        }

        text.Append('─', widths.Sum() + 2 * (widths.Length - 1)).Append('\n');
        var parameters = _root!.NamedParameters().Select(p => p.Value).ToList();
        Total(text, "Parameters", parameters);
        Total(text, "  trained", parameters.Where(p => p.IsTrainable));
        Total(text, "  not trained", parameters.Where(p => !p.IsTrainable));
        return text.ToString();
    }

    private Tensor Trace(Module module, Tensor x, int depth)
    {
        if (module is Sequential layers)
        {
            int own = -1;
            if (depth > 0)
            {
                own = _rows.Count;
                _rows.Add([]);
            }

            foreach (Module layer in layers)
            {
                x = Trace(layer, x, depth + 1);
            }

            if (own >= 0)
            {
                _rows[own] = Row(module, x.Shape, depth);
            }

            return x;
        }

        Tensor y = module.Forward(x);
        _rows.Add(Row(module, y.Shape, depth));
        return y;
    }

    private string[] Row(Module module, Shape output, int depth)
    {
        string name = ReferenceEquals(module, _root) ? "(this)" : module.Name;
        return
        [
            new string(' ', 2 * Math.Max(0, depth - 1)) + name,
            module.GetType().Name,
            output.Rank == 0 ? "()" : $"(B{string.Concat(output.Sizes[1..].ToArray().Select(n => string.Create(CultureInfo.InvariantCulture, $", {n}")))})",
            Number(module.NamedParameters().Sum(p => (long)p.Value.Shape.ElementCount)),
        ];
    }

    private static void Line(StringBuilder text, string[] row, int[] widths)
    {
        for (int c = 0; c < row.Length; c++)
        {
            bool last = c == row.Length - 1;
            text.Append(last ? row[c].PadLeft(widths[c]) : row[c].PadRight(widths[c])).Append(last ? "\n" : "  ");
        }
    }

    private static void Total(StringBuilder text, string name, IEnumerable<Parameter> parameters)
    {
        long count = 0;
        long bytes = 0;
        foreach (Parameter parameter in parameters)
        {
            count += parameter.Shape.ElementCount;
            bytes += (long)parameter.Shape.ElementCount * parameter.Value.DType.SizeInBytes();
        }

        text.Append(CultureInfo.InvariantCulture, $"{name}: {Number(count)} ({Size(bytes)})\n");
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Size(long bytes) => bytes switch
    {
        < 1 << 10 => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
        < 1 << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:F1} KiB"),
        < 1 << 30 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:F1} MiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1073741824.0:F1} GiB"),
    };
}
