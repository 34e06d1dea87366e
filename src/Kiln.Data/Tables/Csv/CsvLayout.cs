using System.Text;

namespace Kiln.Data;

/// <summary>What a first look at a whole file told: how it is written, what its columns are called, how many rows it has.</summary>
/// <param name="Separator">What stands between two values.</param>
/// <param name="Encoding">How bytes are text; null for UTF-8 or what the byte order mark says.</param>
/// <param name="HasHeader">Whether the first record names the columns.</param>
/// <param name="Names">The names of all columns.</param>
/// <param name="Headers">What the file calls them: a name that comes twice stands here twice.</param>
/// <param name="Rows">How many rows follow.</param>
/// <param name="MayBeNumbers">For each column, whether the first rows hold nothing but numbers and missing values.</param>
/// <param name="FirstWords">For each column the first value seen that is no number, and its line; null while all are. Reading adds what the first look did not see.</param>
internal sealed record CsvLayout(char? Separator, Encoding? Encoding, bool HasHeader, string[] Names, string[] Headers, int Rows, bool[] MayBeNumbers, FirstWord?[] FirstWords);

/// <summary>A value that is no number, and the line it stands in.</summary>
/// <param name="Line">The line, counted from 1.</param>
/// <param name="Word">The value.</param>
internal sealed record FirstWord(long Line, string Word);
