namespace Kiln.Estimators;

/// <content>Pipelines and unions.</content>
public static partial class EstimatorCatalog
{
    private static IEnumerable<EstimatorEntry> Composition =>
    [
        new(Pipeline.Table, PipelineModels.Read),
        new(TransformerPipeline.Table, TransformerPipelineModel.Read),
        new(ColumnTransformer.Table, ColumnTransformerModel.Read),
        new(FeatureUnion.Table, FeatureUnionModel.Read),
        new(FunctionTransformer.Table, FunctionTransformerModel.Read),
        new(TransformedTargetRegressor.Table, TransformedTargetRegressionModel.Read),
        new(Passthrough.Table, PassthroughModel.Read),
        new(DropColumns.Table, DropColumnsModel.Read),
    ];
}
