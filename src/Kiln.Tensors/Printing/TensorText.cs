using System.Text;

namespace Kiln.Tensors;

/// <summary>Lays a tensor's elements out in nested brackets, as NumPy prints arrays.</summary>
internal sealed class TensorText
{
    private const int LineWidth = 75;
    private const int SummaryThreshold = 1000;
    private const int EdgeItems = 3;
    private const string Separator = ", ";
    private const string Gap = "...";
    private readonly Shape _shape;
    private readonly Shape _shownShape;
    private readonly bool _summarize;
    private readonly string[] _texts;

    private TensorText(Tensor tensor)
    {
        _shape = tensor.Shape;
        _summarize = tensor.Count > SummaryThreshold;
        Tensor shown = tensor.Detach();
        for (int axis = 0; axis < shown.Rank && _summarize; axis++)
        {
            if (IsCut(axis))
            {
                shown = ConcatOp.Apply("print", [shown.Narrow(axis, 0, EdgeItems), shown.Narrow(axis, _shape[axis] - EdgeItems, EdgeItems)], axis);
            }
        }

        _shownShape = shown.Shape;
        _texts = ElementFormatter.Format(shown);
    }

    /// <summary>The elements, with lines after the first indented by <paramref name="indent"/> more places than the brackets.</summary>
    internal static string Of(Tensor tensor, int indent)
    {
        if (tensor.Count == 0)
        {
            return "[]";
        }

        var text = new TensorText(tensor);
        return tensor.Rank == 0 ? text._texts[0] : text.Nested(0, 0, new string(' ', indent + 1), LineWidth);
    }

    private bool IsCut(int axis) => _summarize && _shape[axis] > 2 * EdgeItems;

    /// <summary>The part of the tensor that starts at a shown element; each level takes one place of width for its bracket.</summary>
    private string Nested(int axis, int first, string indent, int width)
    {
        string inner = axis == _shape.Rank - 1 ? Row(first, indent, width) : Rows(axis, first, indent, width);
        return $"[{inner[indent.Length..]}]";
    }

    private string Rows(int axis, int first, string indent, int width)
    {
        int size = _shownShape[axis];
        int stride = 1;
        foreach (int s in _shownShape.Sizes[(axis + 1)..])
        {
            stride *= s;
        }

        string newLines = Separator.TrimEnd() + new string('\n', _shape.Rank - axis - 1);
        var text = new StringBuilder();
        for (int i = 0; i < size; i++)
        {
            if (i == EdgeItems && IsCut(axis))
            {
                text.Append(indent).Append(Gap).Append(newLines);
            }

            text.Append(indent).Append(Nested(axis + 1, first + (i * stride), indent + " ", width - 1));
            if (i < size - 1)
            {
                text.Append(newLines);
            }
        }

        return text.ToString();
    }

    private string Row(int first, string indent, int width)
    {
        int size = _shownShape[^1];
        int room = width - 1; // for the separator or the bracket
        var text = new StringBuilder();
        string line = indent;
        for (int i = 0; i < size; i++)
        {
            if (i == EdgeItems && IsCut(_shape.Rank - 1))
            {
                Extend(Gap + Separator, Gap.Length);
            }

            Extend(_texts[first + i] + (i < size - 1 ? Separator : ""), _texts[first + i].Length);
        }

        return text.Append(line).ToString();

        void Extend(string word, int length)
        {
            if (line.Length + length > room && line.Length > indent.Length)
            {
                text.Append(line.TrimEnd()).Append('\n');
                line = indent;
            }

            line += word;
        }
    }
}
