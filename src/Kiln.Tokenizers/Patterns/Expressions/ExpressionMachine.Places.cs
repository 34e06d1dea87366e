namespace Kiln.Tokenizers;

/// <summary>What is true of a place, and where characters as they are read end.</summary>
internal sealed partial class ExpressionMachine
{
    private bool Is(ExpressionPlace kind, int place, int from) => kind switch
    {
        ExpressionPlace.TextStart => place == 0,
        ExpressionPlace.TextEnd => place == Length,
        ExpressionPlace.TextEndOrLastLine => place == Length || (place == Length - 1 && Text[place] == '\n'),
        ExpressionPlace.LineStart => place == 0 || (Text[place - 1] == '\n' && place < Length),
        ExpressionPlace.LineEnd => place == Length || Text[place] == '\n',
        ExpressionPlace.WordBoundary => IsWord(place - 1) != IsWord(place),
        ExpressionPlace.NotWordBoundary => IsWord(place - 1) == IsWord(place),
        ExpressionPlace.SearchStart => place == from,
        ExpressionPlace.GraphemeBoundary => IsBoundary(place),
        _ => !IsBoundary(place),
    };

    private bool IsWord(int place) => place >= 0 && place < Length && ExpressionClasses.Word.Contains(Text[place]);

    private bool IsBoundary(int place)
    {
        if (_boundaries is null)
        {
            _boundaries = new bool[Length + 1];
            for (var at = 0; at < Length; at += Graphemes.Sixteen.LengthOf(Text.AsSpan(at, Length - at)))
            {
                _boundaries[at] = true;
            }

            _boundaries[Length] = true;
        }

        return _boundaries[place];
    }
}
