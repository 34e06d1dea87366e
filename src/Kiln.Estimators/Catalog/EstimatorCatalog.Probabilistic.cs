namespace Kiln.Estimators;

/// <content>Naive Bayes, discriminants and dummies.</content>
public static partial class EstimatorCatalog
{
    private static IEnumerable<EstimatorEntry> Probabilistic =>
    [
        new(GaussianNB.Table, GaussianNBModel.Read),
        new(MultinomialNB.Table, DiscreteNBModel.Read),
        new(BernoulliNB.Table, DiscreteNBModel.Read),
        new(ComplementNB.Table, DiscreteNBModel.Read),
        new(LinearDiscriminantAnalysis.Table, LinearDiscriminantModel.Read),
        new(QuadraticDiscriminantAnalysis.Table, QuadraticDiscriminantModel.Read),
        new(DummyClassifier.Table, DummyClassifierModel.Read),
    ];
}
