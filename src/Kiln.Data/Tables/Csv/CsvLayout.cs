using System.Text;

namespace Kiln.Data;

/// <summary>What a first look at a whole file told: how it is written, what its columns are called, how many rows it has.</summary>
/// <param name="Separator">What stands between two values.</param>
/// <param name="Encoding">How bytes are text; null for UTF-8 or what the byte order mark says.</param>
/// <param name="HasHeader">Whether the first record names the columns.</param>
/// <param name="Names">The names of all columns.</param>
/// <param name="Rows">How many rows follow.</param>
/// <param name="MayBeNumbers">For each column, whether the first rows hold nothing but numbers and missing values.</param>
internal sealed record CsvLayout(char? Separator, Encoding? Encoding, bool HasHeader, string[] Names, int Rows, bool[] MayBeNumbers);
