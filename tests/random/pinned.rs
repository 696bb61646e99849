//! The first draws of every law, bit by bit. They change only on purpose: when they do, results of
//! all scenarios change, and the changelog says so.

use headwater::random::{Distribution, Key, Sampler};

#[track_caller]
fn pinned(sampler: Sampler, bits: [u64; 3]) {
    let distribution = Distribution::plain(sampler);
    let found = [10, 20, 30].map(|i| {
        let draw = distribution.sample(&mut Key::seed(42).with(i).stream());
        draw.to_bits()
    });
    assert_eq!(found, bits, "{:?}: {:x?}", distribution.sampler, found);
}

/// The sequence that goes round as the reference output of SplitMix64 for the seed 1234567.
#[test]
fn stream_is_splitmix64() {
    let mut stream = Key(1_234_567).stream();
    let expected = [6_457_827_717_110_365_317, 3_203_168_211_198_807_973];
    assert_eq!([stream.bits(), stream.bits()], expected);
}

#[test]
fn addresses() {
    let mut stream = Key::seed(42).with(Key::name("feature").0).with(7).stream();
    let expected = [10_679_111_149_552_118_184, 4_894_573_322_161_210_174];
    assert_eq!([stream.bits(), stream.bits()], expected);
}

#[test]
fn lognormal() {
    pinned(
        Sampler::lognormal(3.0, 1.2),
        [
            0x4002_0aa8_f897_8996,
            0x3ffa_980d_465d_47e2,
            0x4008_e66d_a859_6627,
        ],
    );
}

#[test]
fn lognormal_percentiles() {
    pinned(
        Sampler::lognormal_percentiles(1.0, 3.0),
        [
            0x3ff3_2929_c0b4_f870,
            0x3feb_3570_b467_0211,
            0x3ffb_81ff_b2b5_0717,
        ],
    );
}

#[test]
fn exponential() {
    pinned(
        Sampler::Exponential { mean: 3.0 },
        [
            0x4000_b6df_8a77_fe8c,
            0x4029_120a_43c1_8d70,
            0x3ff0_c88e_fd92_4a77,
        ],
    );
}

#[test]
fn gamma() {
    pinned(
        Sampler::gamma(3.0, 0.7),
        [
            0x4006_cefc_24ca_7c2d,
            0x4001_d1b6_9e6d_8fe1,
            0x400d_0134_526f_8744,
        ],
    );
}

#[test]
fn gamma_with_small_shape() {
    pinned(
        Sampler::gamma(3.0, 1.7),
        [
            0x4014_e079_62ad_7f8f,
            0x4007_b827_cfad_dd99,
            0x3fc4_4e80_5d8e_689c,
        ],
    );
}

#[test]
fn erlang() {
    pinned(
        Sampler::erlang(3, 6.0),
        [
            0x4017_a219_5d59_8c90,
            0x4013_6567_9b14_8c37,
            0x401c_bba0_9b80_a72d,
        ],
    );
}

#[test]
fn weibull() {
    pinned(
        Sampler::weibull_percentiles(1.0, 3.0),
        [
            0x3ff0_152d_e6f2_401f,
            0x401c_66ef_e6bd_eefe,
            0x3fde_5522_ad59_c7b8,
        ],
    );
}

#[test]
fn uniform() {
    pinned(
        Sampler::Uniform { min: 1.0, max: 3.0 },
        [
            0x4001_101e_7780_370e,
            0x3fff_5fbc_1687_fe0d,
            0x4006_7865_7048_91e2,
        ],
    );
}

#[test]
fn triangular() {
    pinned(
        Sampler::Triangular {
            min: 1.0,
            mode: 2.0,
            max: 5.0,
        },
        [
            0x4005_c098_4b78_3852,
            0x4004_063e_a0b0_a87d,
            0x400f_6e5d_e1aa_2f8d,
        ],
    );
}

#[test]
fn pert() {
    pinned(
        Sampler::Pert {
            min: 1.0,
            mode: 2.0,
            max: 5.0,
        },
        [
            0x400c_5f23_27d6_81c4,
            0x4002_1b36_5b3f_9ac4,
            0x4000_fc84_1fb5_14ee,
        ],
    );
}

#[test]
fn empirical() {
    pinned(
        Sampler::Empirical([1.0, 2.0, 3.0, 5.0].into()),
        [
            0x4008_0000_0000_0000,
            0x4000_0000_0000_0000,
            0x4014_0000_0000_0000,
        ],
    );
}

#[test]
fn geometric() {
    pinned(
        Sampler::Geometric { mean: 3.0 },
        [
            0x4000_0000_0000_0000,
            0x4026_0000_0000_0000,
            0x3ff0_0000_0000_0000,
        ],
    );
}

#[test]
fn poisson_by_counting() {
    pinned(
        Sampler::Poisson { mean: 5.0 },
        [
            0x4008_0000_0000_0000,
            0x4010_0000_0000_0000,
            0x4008_0000_0000_0000,
        ],
    );
}

#[test]
fn poisson_by_rejection() {
    pinned(
        Sampler::Poisson { mean: 50.0 },
        [
            0x4049_8000_0000_0000,
            0x4048_0000_0000_0000,
            0x404a_8000_0000_0000,
        ],
    );
}

#[test]
fn uniform_int() {
    pinned(
        Sampler::UniformInt { min: 1, max: 100 },
        [
            0x404c_8000_0000_0000,
            0x4048_8000_0000_0000,
            0x4056_c000_0000_0000,
        ],
    );
}
