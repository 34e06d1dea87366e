namespace Kiln.Numerics;

/// <summary>
/// π/2 in parts: of 11 bits for float32, so that the product with a whole number of 13 bits is exact; of 33 bits for float64, exact up to 20 bits. The
/// last parts carry what is left. From <c>eng/minimax.py</c>.
/// </summary>
internal static class HalfPi
{
    public const double Single1 = 1.5703125;
    public const double Single2 = 0.0004837512969970703125;
    public const double Single3 = 0.0000000754953362047672271728515625;
    public const double Single4 = 2.563344151594518788e-12;
    public const double Double1 = 1.570796326734125614166259765625;
    public const double Double2 = 0.00000000006077100506303965976595549136618501506746;
    public const double Double3 = 2.022266248795950732e-21;
}
