namespace Kiln.Bench;

/// <summary>Every family of comparisons: one file here, one line below, and peers/torch_NAME.py or peers/openblas_NAME.py for its peers.</summary>
internal static class Families
{
    /// <summary>All comparisons, family by family.</summary>
    public static IEnumerable<Comparison> All() =>
    [
        .. MatMulFamily.All(),
        .. ConvolutionFamily.All(),
        .. AttentionFamily.All(),
        .. RowsFamily.All(),
        .. ElementwiseFamily.All(),
        .. OrderingFamily.All(),
        .. LinearAlgebraFamily.All(),
        .. PreprocessingFamily.All(),
        .. TrainingFamily.All(),
        .. EpochFamily.All(),
        .. LayersFamily.All(),
        .. PicturesFamily.All(),
        .. EstimatorsLinearFamily.All(),
        .. EstimatorsLogisticFamily.All(),
        .. EstimatorsSparseFamily.All(),
        .. SplitsFamily.All(),
        .. MetricsFamily.All(),
    ];
}
