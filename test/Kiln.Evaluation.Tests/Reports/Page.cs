using System.Xml;
using System.Xml.Linq;

namespace Kiln.Evaluation.Tests;

/// <summary>A report read as strict XML: every page must be well-formed, have unique ids and refer to nothing outside.</summary>
internal sealed class Page
{
    private readonly XDocument _document;

    private Page(XDocument document) => _document = document;

    public static Page Parse(string html)
    {
        using var reader = XmlReader.Create(new StringReader(html), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        var page = new Page(XDocument.Load(reader));
        var all = page._document.Descendants().ToArray();

        var ids = all.Select(static e => (string?)e.Attribute("id")).OfType<string>().ToArray();
        ids.ShouldBeUnique();
        foreach (var attribute in all.SelectMany(static e => e.Attributes()))
        {
            var name = attribute.Name.LocalName;
            name.ShouldNotStartWith("on");
            name.ShouldNotBe("style", "the policy forbids style attributes");
            if (name is "src" or "href" && !attribute.IsNamespaceDeclaration)
            {
                (attribute.Value.StartsWith("data:", StringComparison.Ordinal) || attribute.Value.StartsWith('#')).ShouldBeTrue(attribute.Value);
            }

            if (name is "aria-labelledby")
            {
                attribute.Value.Split(' ').ShouldAllBe(id => ids.Contains(id));
            }

            if (name == "href" && attribute.Value.StartsWith('#'))
            {
                ids.ShouldContain(attribute.Value[1..]);
            }
        }

        all.ShouldNotContain(static e => e.Name.LocalName == "script" || e.Name.LocalName == "iframe" || e.Name.LocalName == "form");
        return page;
    }

    public int Count(string element) => _document.Descendants().Count(e => e.Name.LocalName == element);

    public string Text(string element) => _document.Descendants().First(e => e.Name.LocalName == element).Value;

    public string Attribute(string element, string attribute, int index = 0) =>
        (string)_document.Descendants().Where(e => e.Name.LocalName == element).ElementAt(index).Attribute(attribute)!;
}
