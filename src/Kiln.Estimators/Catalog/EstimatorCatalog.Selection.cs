namespace Kiln.Estimators;

/// <content>Searches and calibration.</content>
public static partial class EstimatorCatalog
{
    private static IEnumerable<EstimatorEntry> Selection =>
    [
        new(GridSearch.Table, SearchModels.Read),
        new(RandomizedSearch.Table, SearchModels.Read),
        new(HalvingGridSearch.Table, SearchModels.Read),
        new(HalvingRandomSearch.Table, SearchModels.Read),
        new(CalibratedClassifier.Table, CalibratedClassificationModel.Read),
    ];
}
