using System.Globalization;
using System.Text;

namespace Kiln.Tokenizers;

/// <summary>
/// Writes an expression for .NET's engine over an alphabet of its own: possessive quantifiers become atomic groups, options their meaning, classes letters.
/// </summary>
internal sealed class ExpressionTranslation
{
    // Of what .NET's engine is given.
    private const int MostText = 1 << 22;

    private readonly StringBuilder _output = new();
    private readonly ExpressionAlphabet _alphabet;

    private ExpressionTranslation(ExpressionAlphabet alphabet) => _alphabet = alphabet;

    /// <summary>The expression for .NET's engine, and its alphabet.</summary>
    /// <exception cref="ArgumentException">It has too many characters for that.</exception>
    public static (string Expression, ExpressionAlphabet Alphabet) Translate(ExpressionTree tree)
    {
        var translation = new ExpressionTranslation(new([.. tree.Sets.Distinct()]));
        translation.Write(tree.Root);
        return (translation._output.ToString(), translation._alphabet);
    }

    private void Write(ExpressionNode node)
    {
        switch (node)
        {
            case SetNode set:
                _output.Append(_alphabet.ClassOf(set.Set));
                break;
            case RowNode row:
                foreach (var item in row.Items)
                {
                    Write(item, item is ChoiceNode);
                }

                break;
            case ChoiceNode choice:
                for (var i = 0; i < choice.Items.Count; i++)
                {
                    _output.Append(i > 0 ? "|" : "");
                    Write(choice.Items[i]);
                }

                break;
            case CaptureNode capture:
                Write(capture.Body, inGroup: true);
                break;
            case AtomicNode atomic:
                Write("(?>", atomic.Body);
                break;
            case LookNode look:
                Write((look.IsBehind, look.IsNegated) switch { (false, false) => "(?=", (false, true) => "(?!", (true, false) => "(?<=", _ => "(?<!" }, look.Body);
                break;
            case RepeatNode repeat:
                Write(repeat.Body, repeat.Body is not (SetNode or AtomicNode));
                _output.Append((repeat.Lower, repeat.Upper) switch
                {
                    (0, ExpressionNode.Endless) => "*",
                    (1, ExpressionNode.Endless) => "+",
                    (0, 1) => "?",
                    (_, ExpressionNode.Endless) => string.Create(CultureInfo.InvariantCulture, $"{{{repeat.Lower},}}"),
                    _ => string.Create(CultureInfo.InvariantCulture, $"{{{repeat.Lower},{repeat.Upper}}}"),
                }).Append(repeat.IsLazy ? "?" : "");
                break;
            case PlaceNode place:
                _output.Append(Place(place.Place));
                break;
            case FailNode:
                _output.Append("(?!)");
                break;
            default:
                throw new InvalidOperationException($"{node.GetType().Name} has no form in .NET's engine");
        }

        if (_output.Length > MostText)
        {
            throw new ArgumentException($"its classes written out take more than {MostText} characters");
        }
    }

    private void Write(ExpressionNode node, bool inGroup)
    {
        if (inGroup)
        {
            Write("(?:", node);
        }
        else
        {
            Write(node);
        }
    }

    private void Write(string opening, ExpressionNode body)
    {
        _output.Append(opening);
        Write(body);
        _output.Append(')');
    }

    private static string Place(ExpressionPlace place) => place switch
    {
        ExpressionPlace.TextStart => @"\A",
        ExpressionPlace.TextEnd => @"\z",
        ExpressionPlace.TextEndOrLastLine => @"\Z",

        // Not after a line feed that ends the text.
        ExpressionPlace.LineStart => @"(?:\A|(?<=\n)(?!\z))",
        ExpressionPlace.LineEnd => "(?m:$)",
        ExpressionPlace.WordBoundary => @"\b",

        // Not \B, before which .NET 10 makes loops atomic that must give back: " +\B" finds nothing in "  a" with it.
        ExpressionPlace.NotWordBoundary => @"(?!\b)",
        ExpressionPlace.SearchStart => @"\G",
        _ => throw new InvalidOperationException($"{place} has no form in .NET's engine"),
    };
}
