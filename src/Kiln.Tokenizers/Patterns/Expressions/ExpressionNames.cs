namespace Kiln.Tokenizers;

/// <summary>Short names of scripts and of binary properties and what they stand for, without capitals and underscores. Source: PropertyValueAliases.txt and PropertyAliases.txt of Unicode.</summary>
internal static class ExpressionNames
{
    private const string ScriptNames =
        "adlm adlam aghb caucasianalbanian arab arabic armi imperialaramaic armn armenian avst avestan bali balinese bamu bamum bass bassavah batk batak beng bengali bhks "
        + "bhaiksuki bopo bopomofo brah brahmi brai braille bugi buginese buhd buhid cakm chakma cans canadianaboriginal cari carian cher cherokee chrs chorasmian copt coptic "
        + "cpmn cyprominoan cprt cypriot cyrl cyrillic deva devanagari diak divesakuru dogr dogra dsrt deseret dupl duployan egyp egyptianhieroglyphs elba elbasan elym elymaic "
        + "ethi ethiopic gara garay geor georgian glag glagolitic gong gunjalagondi gonm masaramgondi goth gothic gran grantha grek greek gujr gujarati gukh gurungkhema guru "
        + "gurmukhi hang hangul hani han hano hanunoo hatr hatran hebr hebrew hira hiragana hluw anatolianhieroglyphs hmng pahawhhmong hmnp nyiakengpuachuehmong hung "
        + "oldhungarian ital olditalic java javanese kali kayahli kana katakana khar kharoshthi khmr khmer khoj khojki kits khitansmallscript knda kannada krai kiratrai kthi "
        + "kaithi lana taitham laoo lao latn latin lepc lepcha limb limbu lina lineara linb linearb lyci lycian lydi lydian mahj mahajani maka makasar mand mandaic mani "
        + "manichaean marc marchen medf medefaidrin mend mendekikakui merc meroiticcursive mero meroitichieroglyphs mlym malayalam mong mongolian mroo mro mtei meeteimayek mult "
        + "multani mymr myanmar nagm nagmundari nand nandinagari narb oldnortharabian nbat nabataean nkoo nko nshu nushu ogam ogham olck olchiki onao olonal orkh oldturkic orya "
        + "oriya osge osage osma osmanya ougr olduyghur palm palmyrene pauc paucinhau perm oldpermic phag phagspa phli inscriptionalpahlavi phlp psalterpahlavi phnx phoenician "
        + "plrd miao prti inscriptionalparthian qaac coptic qaai inherited rjng rejang rohg hanifirohingya runr runic samr samaritan sarb oldsoutharabian saur saurashtra sgnw "
        + "signwriting shaw shavian shrd sharada sidd siddham sind khudawadi sinh sinhala sogd sogdian sogo oldsogdian sora sorasompeng soyo soyombo sund sundanese sunu sunuwar "
        + "sylo sylotinagri syrc syriac tagb tagbanwa takr takri tale taile talu newtailue taml tamil tang tangut tavt taiviet telu telugu tfng tifinagh tglg tagalog thaa "
        + "thaana tibt tibetan tirh tirhuta tnsa tangsa todr todhri tutg tulutigalari ugar ugaritic vaii vai vith vithkuqi wara warangciti wcho wancho xpeo oldpersian xsux "
        + "cuneiform yezi yezidi yiii yi zanb zanabazarsquare zinh inherited zyyy common zzzz unknown";

    private const string PropertyNames =
        "ahex asciihexdigit alpha alphabetic bidic bidicontrol blk block ci caseignorable cwcf changeswhencasefolded cwcm changeswhencasemapped cwl changeswhenlowercased cwt "
        + "changeswhentitlecased cwu changeswhenuppercased dep deprecated di defaultignorablecodepoint dia diacritic ebase emojimodifierbase ecomp emojicomponent emod "
        + "emojimodifier epres emojipresentation ext extender extpict extendedpictographic grbase graphemebase grext graphemeextend grlink graphemelink hex hexdigit idc "
        + "idcontinue ideo ideographic ids idstart idsb idsbinaryoperator idst idstrinaryoperator joinc joincontrol loe logicalorderexception lower lowercase na name nchar "
        + "noncharactercodepoint oalpha otheralphabetic odi otherdefaultignorablecodepoint ogrext othergraphemeextend oidc otheridcontinue oids otheridstart olower "
        + "otherlowercase omath othermath oupper otheruppercase patsyn patternsyntax patws patternwhitespace pcm prependedconcatenationmark qmark quotationmark ri "
        + "regionalindicator sc script sd softdotted sterm sentenceterminal term terminalpunctuation uideo unifiedideograph upper uppercase vs variationselector wspace "
        + "whitespace xidc xidcontinue xids xidstart";

    /// <summary>Scripts by their codes of four letters.</summary>
    public static Dictionary<string, string> Scripts { get; } = Read(ScriptNames);

    /// <summary>Binary properties by their short names.</summary>
    public static Dictionary<string, string> Properties { get; } = Read(PropertyNames);

    private static Dictionary<string, string> Read(string names) =>
        names.Split(' ').Chunk(2).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
}
