namespace Kiln.Estimators;

/// <content>Vectorizers of text.</content>
public static partial class EstimatorCatalog
{
    private static IEnumerable<EstimatorEntry> Texts =>
    [
        new(CountVectorizer.Table, CountVectorizerModel.Read),
        new(TfidfVectorizer.Table, TfidfVectorizerModel.Read),
        new(TfidfTransformer.Table, TfidfTransformerModel.Read),
        new(HashingVectorizer.Table, HashingVectorizerModel.Read),
    ];
}
