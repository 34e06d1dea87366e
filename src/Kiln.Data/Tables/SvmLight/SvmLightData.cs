namespace Kiln.Data;

/// <summary>Samples read from svmlight text.</summary>
/// <param name="X">The samples.</param>
/// <param name="Y">Their targets.</param>
/// <param name="Queries">The query of each sample; null where none is given.</param>
public sealed record SvmLightData(SparseMatrix X, Target Y, long[]? Queries);
