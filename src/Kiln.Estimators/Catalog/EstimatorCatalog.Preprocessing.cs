namespace Kiln.Estimators;

/// <content>Scalers, encoders, imputers and feature selection.</content>
public static partial class EstimatorCatalog
{
    private static IEnumerable<EstimatorEntry> Preprocessing =>
    [
        new(StandardScaler.Table, StandardScalerModel.Read),
        new(MinMaxScaler.Table, MinMaxScalerModel.Read),
        new(MaxAbsScaler.Table, MaxAbsScalerModel.Read),
        new(RobustScaler.Table, RobustScalerModel.Read),
        new(Normalizer.Table, NormalizerModel.Read),
        new(SimpleImputer.Table, SimpleImputerModel.Read),
        new(OneHotEncoder.Table, OneHotEncoderModel.Read),
        new(OrdinalEncoder.Table, OrdinalEncoderModel.Read),
        new(Binarizer.Table, BinarizerModel.Read),
        new(PolynomialFeatures.Table, PolynomialFeaturesModel.Read),
        new(PowerTransformer.Table, PowerTransformerModel.Read),
        new(QuantileTransformer.Table, QuantileTransformerModel.Read),
        new(KBinsDiscretizer.Table, KBinsDiscretizerModel.Read),
        new(SplineTransformer.Table, SplineTransformerModel.Read),
        new(TargetEncoder.Table, TargetEncoderModel.Read),
        new(VarianceThreshold.Table, FeatureSelectionModel.Read),
        new(SelectKBest.Table, FeatureSelectionModel.Read),
        new(SelectPercentile.Table, FeatureSelectionModel.Read),
        new(SelectFpr.Table, FeatureSelectionModel.Read),
        new(SelectFdr.Table, FeatureSelectionModel.Read),
        new(SelectFwe.Table, FeatureSelectionModel.Read),
        new(SelectFromModel.Table, FeatureSelectionModel.Read),
        new(Rfe.Table, FeatureSelectionModel.Read),
        new(Rfecv.Table, FeatureSelectionModel.Read),
        new(SequentialFeatureSelector.Table, FeatureSelectionModel.Read),
    ];
}
