using System.Globalization;

namespace Kiln.Tokenizers;

/// <summary>A path of attributes such as <c>function.name</c>, which <c>map</c>, <c>sort</c>, <c>selectattr</c> and their like take.</summary>
internal sealed class TemplatePath(IReadOnlyList<object> keys, object? otherwise)
{
    public static TemplatePath Parse(TemplateRun run, object? attribute, object? otherwise = null) => attribute switch
    {
        string text => new([.. text.Split('.').Select(part =>
            part.Length > 0 && part.All(char.IsAsciiDigit) && long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? (object)index : part)], otherwise),
        long index => new([index], otherwise),
        _ => throw run.Error($"the attribute is of type {TemplateValues.TypeName(attribute)}; a str or an index is expected"),
    };

    public object? Read(TemplateRun run, object? item)
    {
        foreach (var key in keys)
        {
            run.Step();
            item = TemplateAccess.Item(run, item, key);
            if (item is TemplateUndefined && otherwise is not null)
            {
                return otherwise;
            }
        }

        return item;
    }
}
