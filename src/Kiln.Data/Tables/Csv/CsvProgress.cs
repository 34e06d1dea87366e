namespace Kiln.Data;

/// <summary>How far the reading of a file has come.</summary>
/// <param name="Fraction">The part that is done, 0 to 1.</param>
/// <param name="Rows">The rows that are read.</param>
/// <param name="TotalRows">How many there are; null until they have been counted.</param>
public readonly record struct CsvProgress(double Fraction, long Rows, long? TotalRows);
