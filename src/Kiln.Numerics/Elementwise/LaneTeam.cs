using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>A kernel written over lanes: one tile of its work, for any width of vector.</summary>
internal interface ILaneBody<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Computes one tile; the rules are those of <see cref="ITileBody.Invoke"/>.</summary>
    public void Invoke<L>(int tile)
        where L : unmanaged, IFloatLanes<L, T>;
}

/// <summary>
/// The one place where kernels over float lanes meet the processor: <see cref="InstructionSets.Current"/> is a constant to the JIT, so what is left of
/// the choice in compiled code is a direct call.
/// </summary>
internal static class LaneTeam
{
    /// <summary>Runs all tiles, on other threads too, with the widest vectors the processor has.</summary>
    public static void Run<TBody, T>(int tiles, TBody body)
        where TBody : struct, ILaneBody<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => WorkerTeam.Run(tiles, new Tiles<TBody, T>(body));

    /// <summary>Runs one tile on the calling thread with the widest vectors the processor has.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void RunHere<TBody, T>(in TBody body, int tile = 0)
        where TBody : struct, ILaneBody<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        switch (InstructionSets.Current)
        {
            case InstructionSet.Avx512: body.Invoke<Lanes512<T>>(tile); break;
            case InstructionSet.Avx2: body.Invoke<Lanes256<T>>(tile); break;
            case InstructionSet.Vector128: body.Invoke<Lanes128<T>>(tile); break;
            default: body.Invoke<Lanes1<T>>(tile); break;
        }
    }

    private readonly struct Tiles<TBody, T>(TBody body) : ITileBody
        where TBody : struct, ILaneBody<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly TBody _body = body;

        public void Invoke(int tile) => RunHere<TBody, T>(_body, tile);
    }
}
