namespace Kiln.Numerics;

/// <summary>The gradient before an activation from the activation's result and the gradient behind it.</summary>
internal interface IDerivative<T, TVector>
    where T : unmanaged
    where TVector : unmanaged
{
    /// <summary>gy · f′, with f′ in terms of y.</summary>
    public static abstract TVector Back(TVector y, TVector gy);
}

/// <summary>f′ = 1.</summary>
internal readonly struct IdentityDerivative<T, TVector, TLanes> : IDerivative<T, TVector>
    where T : unmanaged
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
{
    public static TVector Back(TVector y, TVector gy) => gy;
}

/// <summary>f′ = 1 where y is positive (or not a number), else 0.</summary>
internal readonly struct RectifiedDerivative<T, TVector, TLanes> : IDerivative<T, TVector>
    where T : unmanaged
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
{
    public static TVector Back(TVector y, TVector gy) => TLanes.Select(TLanes.GreaterOrNaN(y, TLanes.Zero), gy, TLanes.Zero);
}

/// <summary>f′ = 1 where y is positive (or not a number), else 0.01.</summary>
internal readonly unsafe struct LeakyDerivative<T, TVector, TLanes> : IDerivative<T, TVector>
    where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
{
    public static TVector Back(TVector y, TVector gy)
    {
        var slope = T.CreateTruncating(0.01);
        return TLanes.Select(TLanes.GreaterOrNaN(y, TLanes.Zero), gy, TLanes.MultiplyAdd(gy, TLanes.Broadcast(&slope), TLanes.Zero));
    }
}

/// <summary>f′ = y·(1 − y).</summary>
internal readonly unsafe struct SigmoidDerivative<T, TVector, TLanes> : IDerivative<T, TVector>
    where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
{
    public static TVector Back(TVector y, TVector gy)
    {
        var minusOne = T.NegativeOne;
        var negative = TLanes.MultiplyAdd(y, TLanes.Broadcast(&minusOne), TLanes.Zero);
        return TLanes.MultiplyAdd(gy, TLanes.MultiplyAdd(negative, y, y), TLanes.Zero);
    }
}

/// <summary>f′ = 1 − y².</summary>
internal readonly unsafe struct TanhDerivative<T, TVector, TLanes> : IDerivative<T, TVector>
    where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
{
    public static TVector Back(TVector y, TVector gy)
    {
        var minusOne = T.NegativeOne;
        var one = T.One;
        var negative = TLanes.MultiplyAdd(y, TLanes.Broadcast(&minusOne), TLanes.Zero);
        return TLanes.MultiplyAdd(gy, TLanes.MultiplyAdd(negative, y, TLanes.Broadcast(&one)), TLanes.Zero);
    }
}
